# tokenfall with the Dagster UI on port 3000, whose schedule runs it every day. All state is in the volume /data.
# How to build, start, update and back it up: docs/host.md.
FROM python:3.12.12-slim-bookworm

# Charts are laid out in the widths of Arial, which Liberation Sans has.
RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends fontconfig fonts-liberation \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/tokenfall
COPY requirements.lock ./
RUN python -m pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY . .
RUN python -m pip install --quiet --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation -e . \
    && useradd --create-home --uid 10001 tokenfall \
    && install -d -o tokenfall -g tokenfall /data /home/tokenfall/dagster \
    && install -m 644 dagster.yaml /home/tokenfall/dagster/

USER tokenfall
# HOST is an address of the container's own network: docs/host.md publishes the port on 127.0.0.1 only.
ENV TOKENFALL_HOME=/data DAGSTER_HOME=/home/tokenfall/dagster PYTHONDONTWRITEBYTECODE=1 HOST=0.0.0.0
VOLUME /data
EXPOSE 3000
# Healthy: what is published is at most two days old. A first run may take half an hour where hosts answer slowly.
HEALTHCHECK --interval=10m --timeout=1m --start-period=30m --retries=2 \
    CMD ["tokenfall", "sql", "SELECT CASE WHEN as_of < current_date - 2 THEN error('the answer is as of ' || as_of) ELSE 'published as of ' || as_of END AS health FROM headline"]
CMD [".ci/serve"]
