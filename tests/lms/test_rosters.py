"""Rosters: read as spreadsheets write them, searched by name, id or address, or refused."""

from collections.abc import Callable

import pytest

from autograder.intake.filenames import Person
from autograder.lms.roster import Roster, RosterError
from support.exports import PLAIN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_roster_is_read_as_spreadsheets_write_it(
    write: Callable[..., Roster], encoding: str, delimiter: str
) -> None:
    roster = write(PLAIN.replace(",", delimiter).replace("\n", "\r\n"), encoding)
    assert [(one.name, one.ids, one.email) for one in roster.students][1:] == [
        ("Zoë O'Neil", ("s2",), "zoe@uni.example"),
        ("John Roe", ("s3",), "john@uni.example"),
    ]


@pytest.mark.parametrize(
    "name",
    ["Zoë O'Neil", "zoe_oneil", "ONeil, Zoe", "oneilzoë", "zoe", "S2", "zoe@uni.example"],
)
def test_a_file_may_be_called_by_name_id_or_address(
    write: Callable[..., Roster], name: str
) -> None:
    found = write(PLAIN).find(Person(name), "")
    assert [student.name for student in found] == ["Zoë O'Neil"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("a,b\n1,2\n", "names none of Name, Student"),
        ("name,id\n", "has no student"),
        ('name,id\nAda,1\n"Ben,2\nCy,3\n', "cannot be read, line 3: a cell does not end"),
        ("PK\x03\x04\0\0", "is no CSV file"),
    ],
)
def test_a_roster_that_cannot_be_used_is_told(
    write: Callable[..., Roster], text: str, message: str
) -> None:
    with pytest.raises(RosterError, match=message):
        write(text)


def test_a_roster_with_short_rows_is_read(write: Callable[..., Roster]) -> None:
    roster = write("name,id,email\n\nJane\nZoë,2,z@x,more\n")
    assert [(one.name, one.ids) for one in roster.students] == [("Jane", ()), ("Zoë", ("2",))]
