"""Give damaged and hostile inputs to everything that reads what others wrote: no crash, no hang, no escape."""

from __future__ import annotations

import hashlib
import random
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from types import FrameType
from unittest.mock import patch

import click

from tests.faults.campaign import Outcome
from tests.faults.fuzz_inputs import damage, smaller
from warehouse.errors import TokenfallError

LONGEST_SECONDS = 5
"""Processor time of one execution."""
CORPUS = Path(__file__).parent / "corpus"
"""Every input that ever failed, made small, in a folder for each target."""
ROOT = Path(__file__).parents[2]
READABLE = tuple(
    str(Path(place).resolve())
    for place in (ROOT, *filter(None, sys.path), sys.prefix, sys.base_prefix, "/usr", "/dev/null", "/dev/urandom")
)
"""Where an execution may read: this project, Python with its libraries, and the time zones of the system."""
ALWAYS = ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "pickle.find_class")
NETWORK = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.bind", "urllib.Request")
CHANGING = ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.rmtree")


@dataclass(frozen=True)
class Target:
    """Something that reads what others wrote.

    Attributes:
        name: Its name, and that of its folder of the corpus.
        seeds: Inputs of the right form, which are damaged.
        execute: Reads an input; an AssertionError says which promise is broken.
        count: Executions of an attempt.
        declared: What it may raise beside the errors that a user sees.
        make: Makes an input from the seeds.
    """

    name: str
    seeds: tuple[bytes, ...]
    execute: Callable[[bytes], object]
    count: int = 100
    declared: tuple[type[Exception], ...] = ()
    make: Callable[[tuple[bytes, ...], random.Random], bytes] = damage


class Hang(BaseException):
    """An execution took too much processor time."""


@dataclass
class Watch:
    """Notes what an execution does outside of its folder; one for the process, since an audit hook stays."""

    folder: str = ""
    escapes: list[str] = field(default_factory=list)

    def hook(self, event: str, arguments: tuple[object, ...]) -> None:
        """Note an event of Python's audit that no reader has reason for."""
        if not self.folder:
            return
        if event in ALWAYS or event in NETWORK:
            self.escapes.append(f"{event} {arguments!r:.100}")
        elif event == "open":
            self._check(str(arguments[0]), writes=_writes(arguments[1], arguments[2]))
        elif event in CHANGING:
            self._check(str(arguments[0]), writes=True)

    def _check(self, path: str, *, writes: bool) -> None:
        if path.isdecimal():  # a descriptor that is open
            return
        place = str(Path(path).absolute())
        if not place.startswith((self.folder, *(() if writes else READABLE))):
            self.escapes.append(f"{'writes' if writes else 'reads'} {place:.100}")


def _writes(mode: object, flags: object) -> bool:
    return bool(set(str(mode)) & set("wax+")) if mode is not None else bool(isinstance(flags, int) and flags & 3)


WATCH = Watch()
sys.addaudithook(WATCH.hook)


def execute(target: Target, data: bytes, folder: Path) -> str:
    """Return the promise that a target breaks with an input, in words; '' for none."""
    WATCH.folder, WATCH.escapes = str(folder.resolve()), []
    started = process_time()
    try:
        with _alarm():
            target.execute(data)
        fault = ""
    except Hang:
        fault = f"hang: more than {LONGEST_SECONDS} s"
    except (TokenfallError, click.UsageError) as error:
        text = error.format_message() if isinstance(error, click.UsageError) else str(error)
        fault = (
            ""
            if text.strip() and not set("\n\r") & set(text)
            else f"{type(error).__name__} of several lines: {text!r:.200}"
        )
    except target.declared:
        fault = ""
    except AssertionError as error:
        fault = f"broken: {error!s:.200}"
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        fault = f"crash: {type(error).__name__}: {error!s:.150}"
    finally:
        WATCH.folder = ""
    if not fault and process_time() - started > LONGEST_SECONDS:
        fault = f"hang: more than {LONGEST_SECONDS} s"
    return f"escape: {WATCH.escapes[0]}" if WATCH.escapes else fault


@contextmanager
def _alarm() -> Generator[None]:
    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, LONGEST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def attempt_of(
    targets: list[Target], folder: Path, number: int, count: int | None = None, *, keep: bool = True
) -> Outcome:
    """Give one target its damaged inputs; `keep` each new kind of failing input in the corpus, made small."""
    target = targets[number % len(targets)]
    rng = random.Random(number)
    faults: dict[str, str] = {}
    runs = count or target.count
    for _ in range(runs):
        data = target.make(target.seeds, rng)
        if fault := execute(target, data, folder):
            kind = kind_of(fault)
            if kind not in faults:
                faults[kind] = f"{fault} [{_keep(target, data, kind, folder)}]" if keep else fault
    return Outcome(number, target.name, list(faults.values()), runs)


def kind_of(fault: str) -> str:
    """Return the part of a fault that is the same for inputs that fail alike."""
    return ":".join(fault.split(":")[:2])[:40]


def _keep(target: Target, data: bytes, kind: str, folder: Path) -> str:
    tries = 0 if kind.startswith("hang") else 200
    small = smaller(data, lambda shorter: kind_of(execute(target, shorter, folder)) == kind, tries)
    path = CORPUS / target.name / hashlib.sha256(small).hexdigest()[:12]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small)
    return path.relative_to(CORPUS).as_posix()


def kept_inputs() -> Iterator[tuple[str, Path]]:
    """Yield the target and the file of every input of the corpus."""
    yield from ((path.parent.name, path) for path in sorted(CORPUS.glob("*/*")))


@contextmanager
def fuzz(folder: Path) -> Generator[Callable[[int], Outcome]]:
    """Prepare the targets of the campaign that the folder is named for, which work in the folder."""
    from tests.faults.fuzz_targets import GROUPS  # they import every reader

    folder.mkdir(parents=True, exist_ok=True)
    targets = GROUPS[folder.name](folder)
    with patch("tempfile.tempdir", str(folder)):
        yield lambda number: attempt_of(targets, folder, number)
