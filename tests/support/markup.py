"""A page as a browser takes it: its elements, what can be read, and its scripts."""

from html.parser import HTMLParser
from pathlib import Path

from autograder.report.pages import write_class_page, write_student_page
from autograder.results.grade import Grade

VOID = {"meta", "input", "img", "br", "path", "use", "image", "line", "rect"}


class Page(HTMLParser):
    """A page as a browser would take it: its elements, its text, and its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.source = text
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.scripts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.open and self.open.pop() == tag, f"</{tag}> ends nothing"

    def handle_data(self, data: str) -> None:
        if self.open[-1:] == ["script"]:
            self.scripts.append(data)
        elif self.open[-1:] != ["style"]:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What can be read."""
        return " ".join(" ".join(self.words).split())

    def values(self, attribute: str) -> list[str]:
        """An attribute's values on all elements that have it."""
        return [attributes[attribute] for _, attributes in self.elements if attribute in attributes]


def student(tmp_path: Path, grade: Grade) -> Page:
    return Page(write_student_page(tmp_path, grade).read_text("utf-8"))


def whole_class(tmp_path: Path, *grades: Grade) -> Page:
    return Page(write_class_page(tmp_path, grades).read_text("utf-8"))
