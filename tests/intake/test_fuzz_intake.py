"""Files handed in that nobody thought of: taken, or refused with a sentence, and nothing else."""

import io
import json
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.intake.bulk import BulkError, find_all
from autograder.intake.submissions import (
    IntakeError,
    read_submission,
    submission_name,
    unique_names,
)
from support.fuzzing import PLAIN, TREES, Apart, examples

pytestmark = pytest.mark.filterwarnings("ignore:Duplicate name")

PARTS = st.one_of(
    st.sampled_from(
        ["digits", "Digits", "data.py", "models.py", "..", ".", "", "C:", "__MACOSX", "tests"]
    ),
    st.sampled_from(["digits.ipynb", "a.zip", "code cell 1", "data.py.", ".DS_Store", "con", "é"]),
    st.text(max_size=6),
)
NAMES = st.one_of(st.lists(PARTS, min_size=1, max_size=4).map("/".join), st.text(max_size=12))
SOURCE = st.one_of(
    st.sampled_from([b"def MLP(): ...\n", b"\xef\xbb\xbfclass CNN:\r\n pass", b"caf\xe9 = 1", b""]),
    st.binary(max_size=40),
)
CELLS = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.one_of(st.sampled_from(["code", "markdown"]), PLAIN),
        "source": st.one_of(st.lists(st.one_of(st.text(max_size=9), PLAIN), max_size=3), PLAIN),
        "input": st.text(max_size=9),
    },
)
NOTEBOOKS = st.one_of(
    st.fixed_dictionaries(
        {},
        optional={
            "cells": st.one_of(st.lists(st.one_of(CELLS, PLAIN), max_size=4), TREES),
            "worksheets": st.one_of(
                st.lists(st.one_of(st.builds(lambda c: {"cells": c}, st.lists(CELLS)), PLAIN)),
                TREES,
            ),
        },
    ),
    TREES,
).map(lambda tree: json.dumps(tree).encode())


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """A zip archive with odd names, contents and kinds, often damaged."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in draw(st.lists(NAMES, max_size=5)):
            info = zipfile.ZipInfo(name.encode("utf-8", "replace").decode() or "x")
            info.compress_type = draw(st.sampled_from([0, 8, 8, 8, 12]))
            info.external_attr = draw(st.sampled_from([0, 0o100644, 0o120777, 0o10644])) << 16
            content = NOTEBOOKS if name.endswith(".ipynb") else SOURCE
            archive.writestr(info, draw(content))
    data = bytearray(out.getvalue())
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(data) - 1))
        change = draw(st.sampled_from(["byte", "number", "cut"]))
        if change == "byte":
            data[place] = draw(st.integers(0, 255))
        elif change == "number":
            data[place : place + 4] = struct.pack(
                "<L", draw(st.sampled_from([0, 1, 2**31, 2**32 - 1]))
            )
        elif len(data) > 30:
            del data[place : place + draw(st.integers(1, 30))]
    return bytes(data)


FILES = st.one_of(
    st.tuples(st.just("alice.zip"), archives()),
    st.tuples(st.just("alice.ipynb"), NOTEBOOKS),
    st.tuples(st.sampled_from(["a.zip", "a.ipynb", "a", "a.rar", "a.py"]), st.binary(max_size=300)),
)


def take_in(file: tuple[str, bytes]) -> str:
    """Do with a file what the command does: as a bulk download, and as a submission."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "handed"
        folder.mkdir()
        path = folder / file[0]
        path.write_bytes(file[1])
        try:
            found = find_all([path], Path(name) / "scratch").submissions
            assert len(set(unique_names([*map(submission_name, found)]))) == len(found)
        except BulkError as error:
            assert str(error)
        assert {one.name for one in Path(name).iterdir()} <= {"handed", "scratch"}
        try:
            submitted = read_submission(path)
        except IntakeError as error:
            assert str(error).endswith(".")
            return "refused"
        for inside in submitted.files:
            assert not inside.startswith("/") and ".." not in inside.split("/")
        return "taken"


@pytest.fixture(scope="module")
def intake() -> Iterator[Apart]:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("digits/data.py", "")
    with Apart(take_in) as apart:
        assert apart(("alice.zip", out.getvalue())) == "taken"
        yield apart


@given(file=FILES)
@examples(500)
def test_any_file_handed_in_is_taken_or_refused_with_a_sentence(
    intake: Apart, file: tuple[str, bytes]
) -> None:
    intake(file)
