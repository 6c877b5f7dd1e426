"""The commands of docs/faq.md are commands that there are, with options that they have."""

import re
import shlex

import click
import pytest

from autograder.cli.commands import main
from support import ROOT

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^## ([^\n]+)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
ANSWERS = {
    found[1]: found[2] for found in ANSWER.finditer((ROOT / "docs" / "faq.md").read_text("utf-8"))
}
COMMANDS = [
    line.strip().removeprefix("nohup ").removesuffix(" &")
    for answer in ANSWERS.values()
    for block in BLOCK.findall(answer)
    for line in block.splitlines()
    if "autograder" in line
]


@pytest.mark.parametrize("line", dict.fromkeys(COMMANDS))
def test_a_command_has_these_options(line: str) -> None:
    autograder, name, *arguments = shlex.split(line, comments=True)
    command = main.get_command(click.Context(main), name)
    assert autograder == "autograder" and command is not None
    context = command.make_context(name, arguments)
    assert context.args == []


@pytest.mark.parametrize("question", ANSWERS)
def test_an_answer_has_a_command_and_at_most_five_sentences(question: str) -> None:
    answer = ANSWERS[question]
    assert len(BLOCK.findall(answer)) == 1
    words = re.sub(r"^More: .*\Z", "", BLOCK.sub("", answer), flags=re.MULTILINE | re.DOTALL)
    assert 1 <= len(re.findall(r"[.?!](?=\s|\Z)", words)) <= 5
