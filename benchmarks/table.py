"""What every benchmark gives: rows of one table, what was wanted beside what was measured."""

import argparse
import atexit
import contextlib
import json
import math
import os
import platform
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

PAGE = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"
LOAD_BEFORE = os.getloadavg()[0]  # as the benchmark begins
GROUPS = (  # where control groups lie, of either version, and what counts the processors' time
    (Path("/sys/fs/cgroup/cpuacct"), "cpuacct.usage"),
    (Path("/sys/fs/cgroup"), "cpu.stat"),
)
COLUMNS = ("what", "measured", "wanted")


@dataclass(frozen=True)
class Row:
    """Something that was measured, and what was wanted of it, if anything was."""

    what: str
    measured: str
    wanted: str = ""


def parser_of(description: str) -> argparse.ArgumentParser:
    """A parser for the command line of a benchmark."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    parser.add_argument("--isolation", default="auto")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows to this file")
    return parser


def report(rows: Sequence[Row], file: Path | None = None) -> None:
    """Print rows as a table; write them to `file`, too, if one is given."""
    table = Table(*COLUMNS)
    for row in rows:
        table.add_row(*asdict(row).values())
    Console().print(table)
    if file is not None:
        file.write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")


def read(file: Path) -> list[Row]:
    """The rows that `report` has written."""
    return [Row(**row) for row in json.loads(file.read_text("utf-8"))]


def table_of(rows: Sequence[Row], command: str) -> str:
    """Rows as a table in Markdown, with the machine, the date, and the command that measured."""
    lines = [f"Measured by `{command}` on {date.today()}, {machine()}.", ""]
    lines += [f"| {' | '.join(COLUMNS)} |", "| --- | --- | --- |"]
    lines += [f"| {' | '.join(asdict(row).values())} |" for row in rows]
    return "\n".join(lines)


def keep(page: Path, heading: str, text: str) -> None:
    """Write `text` into a page's section with this heading, which is added if there is none; all
    other sections stay."""
    begin, *parts = re.split(r"^## (.+)$", page.read_text("utf-8"), flags=re.MULTILINE)
    sections = {**dict(zip(parts[::2], parts[1::2], strict=True)), heading: text}
    blocks = [begin, *(f"## {name}\n\n{body.strip()}" for name, body in sections.items())]
    page.write_text("\n\n".join(block.strip() for block in blocks) + "\n", encoding="utf-8")


def processor_clock() -> Callable[[], float]:
    """Put this process into a control group of its own, and return a function that reads what it
    and all that it has started have taken of the processors, in seconds: NaN without the right to.

    The time of a process that nobody waits for, as in a sandbox, is counted by the kernel only so.
    """
    for parent, file in GROUPS:
        group = parent / f"benchmark-{os.getpid()}"
        with contextlib.suppress(OSError):
            group.mkdir()
            (group / "cgroup.procs").write_text(str(os.getpid()))
            atexit.register(_leave, group)
            return partial(_read_seconds, group / file)
    return lambda: math.nan


def _read_seconds(file: Path) -> float:
    """Read nanoseconds, or the microseconds behind the word `usage_usec`."""
    *_, number = file.read_text().splitlines()[0].split()
    return int(number) / (1e6 if file.name == "cpu.stat" else 1e9)


def _leave(group: Path) -> None:
    (group.parent / "cgroup.procs").write_text(str(os.getpid()))
    group.rmdir()


def machine() -> str:
    """The machine, as far as it matters here."""
    memory = psutil.virtual_memory().total / 2**30
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    versions = f"Python {platform.python_version()}, PyTorch {version('torch')}"
    cores = os.cpu_count() or 1
    busy = f", busy with other work (load {LOAD_BEFORE:.1f})" if cores / 2 < LOAD_BEFORE else ""
    return f"{cores} cores ({_processor()}), {memory:.0f} GB, {system}, {versions}{busy}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
