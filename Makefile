# `make run` answers the question; `make check` and `make test` check that it can be trusted. All start from nothing.
PYTHON ?= python3
VENV := .venv
RELEASE := build/release
PORT ?= 3000
DAYS ?= 365
TESTS ?= tests
SITE ?= build/site
export TOKENFALL_HOME ?= $(CURDIR)/data
export DAGSTER_HOME ?= $(CURDIR)

.PHONY: run check test dev bench simulate faults mutants lock backtest site audit sbom test-oldest test-latest scale-demo
run: $(VENV)/installed
	$(VENV)/bin/tokenfall run

check: $(VENV)/installed  # without running anything
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ty check
	$(VENV)/bin/python -m tests.dead_code
	$(VENV)/bin/python -m tests.docs.check_links

test: $(VENV)/installed  # with branch coverage, which takes longer than plain pytest
	$(VENV)/bin/python -m pytest --cov --cov-report=json --cov-report=
	$(VENV)/bin/python -m tests.coverage_floor build/coverage/report.json

dev: $(VENV)/installed
	VIRTUAL_ENV=$(abspath $(VENV)) $(VENV)/bin/dg dev --port $(PORT)

site: $(VENV)/installed  # a static site from the editions; SITE=public for another folder
	$(VENV)/bin/tokenfall site $(SITE)

bench: $(VENV)/installed  # about ten minutes; bench_forecasts also needs two other packages, and says so
	for bench in tests/benchmarks/bench_*.py; do name=$$(basename $$bench .py); printf '\n## %s\n\n' $$name; \
		$(VENV)/bin/python -m tests.benchmarks.$$name || exit 1; done

simulate: $(VENV)/installed  # a year of mornings, resumed where it stopped; DAYS=30 for the first month
	$(VENV)/bin/python -m tests.simulation $(DAYS)

faults: $(VENV)/installed  # every attack on purpose, resumed where it stopped; some hours
	$(VENV)/bin/python -m tests.faults

mutants: $(VENV)/installed  # change the code 400 times and see whether a test notices; resumed where it stopped
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check mutmut==3.8.0
	$(VENV)/bin/python -m tests.mutants

scale-demo: $(VENV)/scale  # a fleet on this machine, attacked; needs PostgreSQL, takes some minutes
	$(VENV)/bin/python -m tests.scale

backtest: $(VENV)/installed
	$(VENV)/bin/python -m pipelines.ship_backtest

$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] <= (3, 14) else "tokenfall needs Python 3.11 to 3.14; set PYTHON=python3.x")'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

LOCK = uv pip compile --no-strip-extras --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml
$(VENV)/scale: $(VENV)/installed requirements-scale.lock  # what a fleet needs beside the default install
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-scale.lock
	touch $@

lock:  # extras stay in the names: without them pip refuses gql[requests] under --require-hashes
	$(LOCK) --extra dev --extra mcp -o requirements.lock
	$(LOCK) --all-extras --constraint requirements.lock -o requirements-scale.lock
	uv pip compile --group release --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements-release.lock

audit: $(RELEASE)/installed  # known vulnerabilities of the locked packages; asks a public service
	$(RELEASE)/bin/python -m tests.audit_lock

sbom: $(RELEASE)/installed $(VENV)/installed  # every installed package with its version, licence and what needs it
	$(RELEASE)/bin/cyclonedx-py environment $(VENV)/bin/python --pyproject pyproject.toml --mc-type application \
		--output-reproducible --of JSON --sv 1.6 --validate -o build/sbom.json

$(RELEASE)/installed: requirements-release.lock
	$(PYTHON) -m venv $(RELEASE)
	$(RELEASE)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-release.lock
	touch $@

test-oldest: RESOLUTION := lowest-direct
test-latest: RESOLUTION := highest
test-oldest test-latest:  # the suite with the oldest or newest packages that pyproject.toml allows; TESTS=tests/trends for a part
	uv pip compile pyproject.toml --all-extras --no-strip-extras --python-version 3.11 --resolution $(RESOLUTION) --no-header --quiet -o build/$@.txt
	uv venv --quiet --clear --seed --python 3.11 build/$@
	uv pip install --quiet --python build/$@/bin/python -r build/$@.txt
	uv pip install --quiet --python build/$@/bin/python --no-deps -e .
	build/$@/bin/python -m pytest $(TESTS)
