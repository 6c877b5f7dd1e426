"""Notebooks as tools write them: in any encoding, with outputs without end, and damaged."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.intake import json_stream
from autograder.intake.archives import read_zip
from autograder.intake.limits import IntakeError
from autograder.intake.notebooks import read_notebook
from autograder.intake.submissions import read_submission
from support.hand_ins import CHANCE, PACKAGE, archive, cell, notebook, read


def code_of(data: bytes) -> list[str]:
    return [text.decode() for text in read_notebook(io.BytesIO(data), "a.ipynb").cells.values()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_notebook_is_read_in_any_encoding(encoding: str, end: str) -> None:
    text = json.dumps({"cells": [cell("# é\n" + CHANCE)]}, indent=1, ensure_ascii=False)
    assert code_of(text.replace("\n", end).encode(encoding)) == ["# é\n" + CHANCE]


def test_a_byte_of_another_encoding_costs_nothing() -> None:
    text = {"cell_type": "markdown", "source": "caf@"}
    data = notebook(text, cell("# caf@, 3 @\n" + CHANCE)).replace(b"@", b"\xe9")
    assert code_of(data) == ["# café, 3 é\n" + CHANCE]


def test_zeros_in_and_behind_a_notebook_cost_nothing() -> None:
    assert code_of(notebook(cell("\0" + CHANCE)) + bytes(4096)) == [CHANCE]
    assert code_of(notebook().replace(b"import math", b"import math\0")) == [CHANCE]


def test_source_may_be_a_text_or_lines_and_metadata_may_be_missing() -> None:
    lines = CHANCE.splitlines(keepends=True)
    bare = {"source": lines, "cell_type": "code"}  # the kind last, no outputs, no metadata
    assert code_of(json.dumps({"cells": [bare]}).encode()) == [CHANCE]
    assert code_of(notebook(cell(CHANCE), cell(lines))) == [CHANCE, CHANCE]
    # Since version 4 lines have their ends.
    assert code_of(notebook(cell(["x = ", "1\n", *lines]))) == ["x = 1\n" + CHANCE]
    sheet = {"cells": [{"cell_type": "code", "input": lines}, {"cell_type": "heading"}]}
    assert code_of(json.dumps({"worksheets": [sheet, sheet]}).encode()) == [CHANCE, CHANCE]


def test_what_is_large_and_no_code_is_passed_over() -> None:
    inline = {"source": "![](data:" + "A" * 11_000_000 + ")", "cell_type": "markdown"}
    shown = cell(outputs=[{"data": {"image/png": "A" * 11_000_000}}], attachments={"a": [{}]})
    assert code_of(notebook(inline, shown, metadata={"widgets": "A" * 11_000_000})) == [CHANCE]


def test_a_merge_conflict_in_outputs_only_is_no_conflict() -> None:
    conflict = '"a",\n<<<<<<< HEAD\n"b",\n=======\n"c",\n>>>>>>> main\n"d"'
    data = notebook(cell(outputs=["@"])).replace(b'"@"', conflict.encode())
    assert code_of(data) == [CHANCE]
    with pytest.raises(IntakeError, match=r"a\.ipynb has a merge conflict of Git's in it"):
        code_of(notebook(cell(["@"])).replace(b'"@"', conflict.encode()))


class Outputs(io.RawIOBase):
    """A notebook with so many bytes of outputs, which are made as they are read."""

    def __init__(self, size: int, output: str) -> None:
        begin, _, end = json.dumps({"cells": [cell(outputs=["@", output])]}).partition('"@", ')
        self.parts = self.chunks(begin, output, end, size)
        self.rest = b""

    def chunks(self, begin: str, output: str, end: str, size: int) -> Iterator[bytes]:
        yield begin.encode()
        many = (json.dumps(output) + ", ").encode() * (1 + 100_000 // len(output))
        for _ in range(size // len(many)):
            yield many
        yield end.encode()

    def read(self, size: int = -1) -> bytes:
        while len(self.rest) < size and (part := next(self.parts, b"")):
            self.rest += part
        data, self.rest = self.rest[:size], self.rest[size:]
        return data


@pytest.mark.parametrize("output", ["iVBORw0KGgo" * 20_000, 'epoch 1 ▇▇ \\ "loss"\n', "["])
def test_outputs_take_no_memory(output: str) -> None:
    tracemalloc.start()
    try:
        file = Outputs(15_000_000, output)
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        assert len(read_notebook(file, "a.ipynb").cells) == 1
        peak = tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.slow
def test_a_notebook_of_a_hundred_megabytes_is_a_submission(tmp_path: Path) -> None:
    figure = cell(outputs=[{"data": {"image/png": "iVBORw0KGgo" * 900_000}}])
    data = notebook(*[figure] * 10)
    assert len(data) > 99_000_000
    submitted = read(tmp_path, {"digits.ipynb": data})
    assert [text.decode() for text in submitted.files.values()] == [CHANCE] * 10
    path = tmp_path / "bob.ipynb"
    path.write_bytes(data)
    assert read_submission(path).files == submitted.files


@pytest.mark.parametrize("unit", ["{},", '{"":[[]]},'])
def test_millions_of_values_are_refused_in_all_notebooks_of_a_submission_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, unit: str
) -> None:
    monkeypatch.setattr(json_stream, "MAX_STEPS", 10_000)
    ours = notebook(cell(CHANCE)).decode()
    many = ours.replace('"cells": [', '"cells": [' + unit * 1_000).encode()
    data = ours.replace('"cells": [', '"metadata": [' + unit * 10_000 + '0], "cells": [').encode()
    refusal = "a.ipynb holds too many values to be read; please clear its outputs and hand it in "
    for one in (many, data):
        with pytest.raises(IntakeError, match=refusal):
            read_notebook(io.BytesIO(one), "a.ipynb")
    few = ours.replace('"cells": [', '"cells": [' + unit * 100).encode()
    assert read_notebook(io.BytesIO(few), "a.ipynb").cells
    twenty = {f"{number}.ipynb": few for number in range(20)}
    notebooks = read_zip(archive(tmp_path / "a.zip", twenty)).notebooks.values()
    assert 2 < sum(isinstance(one, IntakeError) for one in notebooks) < 19


def test_what_is_called_as_a_cell_will_be_is_left_out_beside_a_notebook_and_a_package(
    tmp_path: Path,
) -> None:
    odd = {"code cell 1/x.py": b"", "code cell x": b"", "code cell 2": b"boom(", "own.py": b""}
    for name, files in (("a", {"digits.ipynb": notebook(cell())}), ("b", PACKAGE)):
        submitted = read_submission(archive(tmp_path / f"{name}.zip", files | odd))
        cells = {"code cell 1": CHANCE.encode()}
        assert submitted.files == (cells if name == "a" else PACKAGE) | {"own.py": b""}
