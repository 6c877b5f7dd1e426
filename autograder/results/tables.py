"""Reads tables that people keep in spreadsheets, in whatever form those write CSV."""

import codecs
import csv
import io
from collections.abc import Collection, Sequence

UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class TableError(ValueError):
    """A file that is no table; the message, `line 3: …`, says where."""


def decode(data: bytes) -> str:
    """Return the text of a CSV file; what is no UTF-8 is read as western European."""
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:  # as Excel writes it in western Europe
        return data.decode("cp1252", "replace")


def encode_like(data: bytes, text: str) -> bytes:
    """Return the text of a CSV file as a program that has written `data` reads it best.

    That is UTF-8, with a mark at its beginning unless `data` are UTF-8 without one.
    """
    encoding = "utf-8-sig" if data.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        encoding = "utf-8-sig"
    return text.encode(encoding, "replace")


def delimiter_of(text: str) -> str:
    """Return what stands between the cells of a CSV file."""
    first = text.lstrip("\r\n").split("\n", 1)[0]
    return max(",;\t", key=first.count)


def titles_of(header: Sequence[str]) -> list[str]:
    """Return the titles of the columns in small letters, without blanks around them."""
    return [title.strip().casefold() for title in header]


def check_titles(titles: Sequence[str], known: Collection[str]) -> None:
    """Raise `TableError` where a column that is `known` is there twice; the titles are small."""
    for title in known:
        if titles.count(title) > 1:
            raise TableError(
                f"line 1: the column {title} is there {titles.count(title)} times. Rename or remove"
                " all but one."
            )


def read_table(text: str, by_hand: bool = False) -> dict[int, tuple[str, ...]]:
    """Return the rows that are not empty, of one length, by their number in a spreadsheet.

    Raises `TableError` where a quotation mark is not closed, so that a cell would swallow the rows
    below it; in a table that is written `by_hand` also where a row has more cells than the first.
    """
    file, mark = io.StringIO(text, newline=""), delimiter_of(text)
    rows, number = dict[int, list[str]](), 0
    try:
        for number, row in enumerate(csv.reader(file, delimiter=mark, strict=True), 1):
            if row:
                rows[number] = row
    except csv.Error:
        raise TableError(
            f"line {number + 1}: a cell does not end where it should. Close its quotation mark, and"
            " write those inside it twice."
        ) from None
    width = len(next(iter(rows.values()), []))
    for number, row in rows.items():
        if by_hand and any(row[width:]):
            raise TableError(
                f"line {number}: there are more cells than columns. Put what has a `{mark}` in it"
                " between quotation marks."
            )
    return {number: tuple((row + [""] * width)[:width]) for number, row in rows.items()}


def read_by_hand(
    text: str, known: Sequence[str], wanted: Collection[str]
) -> dict[int, dict[str, str]]:
    """Return the rows of a table that people write, by their number in a spreadsheet: cells by the
    titles of their columns, in small letters.

    Raises `TableError` where a column that is `wanted` is missing, one that is `known` is there
    twice, or a row is not as `read_table` wants it.
    """
    rows = read_table(text, by_hand=True) or {1: ()}
    first, *others = rows
    titles = titles_of(rows[first])
    for name in wanted:
        if name not in titles:
            raise TableError(
                f"line {first}: the column {name} is missing. The first row names the columns:"
                f" {', '.join(known)}."
            )
    check_titles(titles, known)
    return {line: dict(zip(titles, rows[line], strict=True)) for line in others}
