"""The benchmarks' common table: what is kept on the page, and that a benchmark measures at all."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from support import ROOT


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("table", ROOT / "benchmarks" / "table.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "table", module)
    spec.loader.exec_module(module)
    return module


def test_a_section_of_the_page_is_written_anew_and_the_others_stay(
    table: ModuleType, tmp_path: Path
) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Benchmarks\n\nText.\n\n## Now\n\nold\n\n## Before\n\n| a | b |\n")
    table.keep(page, "Now", "new")
    assert page.read_text() == (
        "# Benchmarks\n\nText.\n\n## Now\n\nnew\n\n## Before\n\n| a | b |\n"
    )
    table.keep(page, "Later", "added")
    assert page.read_text().endswith("| a | b |\n\n## Later\n\nadded\n")


def test_a_table_names_the_command_and_the_machine(table: ModuleType) -> None:
    text = table.table_of([table.Row("a class", "3 s", "2 s")], "make bench")
    assert text.startswith("Measured by `make bench` on 20")
    assert "PyTorch" in text.splitlines()[0]
    assert text.splitlines()[2:] == [
        "| what | measured | wanted |",
        "| --- | --- | --- |",
        "| a class | 3 s | 2 s |",
    ]
