"""The handout is followed to the letter: every command and every block of code in it runs."""

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.datasets.cache import raw_folder
from autograder.datasets.embedded import load_sample, mnist_files
from autograder.files import write_tree
from support import ROOT, SOLUTION

BLOCK = re.compile(r"^( *)```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
ORDER = ("data", "models", "costs", "evaluation", "training", "models", "experiments")
UNTRIED = {  # what a test cannot do, or is tried elsewhere
    *("python -m venv .venv", "source .venv/bin/activate", "pip install -r requirements.txt"),
    *("git add digits", 'git commit -m "My solution"', "git push"),
    *("python -m digits", "pytest -k chance --pdb"),
}
QUICK = {"epochs=10": "epochs=1", "[4, 16, 64]": "[4, 16]", "[1e-4, 1e-3, 1e-2]": "[1e-2]"}
STUB = re.compile(
    r"( +)# TODO (q\d): .*\n +raise NotImplementedError\([^\n]*\)\n"  # what the handout replaces
)


def blocks(language: str) -> list[str]:
    """The handout's blocks in a language, without the margin of a list."""
    text = (ROOT / "assignment" / "README.md").read_text("utf-8")
    found = [match for match in BLOCK.finditer(text) if match[2] == language]
    return [re.sub(rf"^{match[1]}", "", match[3], flags=re.MULTILINE) for match in found]


def commands() -> list[str]:
    """The commands in all blocks for a shell, in order."""
    lines = "".join(blocks("sh")).split("\n")
    return [line.split("  #")[0].strip() for line in lines if line.strip()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The assignment, unpacked, with the embedded digits where MNIST would be downloaded."""
    folder = shutil.copytree(ROOT / "assignment", tmp_path / "assignment")
    sample = load_sample(ROOT / "data_cache" / "digits8x8.npz")
    write_tree(raw_folder(folder / "data_cache"), mnist_files(*sample))
    return folder


def shell(command: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command of the handout's as in an environment that is active."""
    tools = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        command,
        shell=True,
        cwd=cwd,
        env={**os.environ, "PATH": tools, "PYTHONPATH": "", "MPLBACKEND": "Agg"},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )


def fill_in(folder: Path, file: str) -> None:
    """Put the reference in the place of a file's stubs."""
    shutil.copy(SOLUTION / "digits" / f"{file}.py", folder / "digits" / f"{file}.py")


@pytest.mark.slow
def test_the_first_ten_minutes_go_as_they_say(folder: Path) -> None:
    command = "pytest -k chance"
    assert commands().count(command) == 2
    stub = shell(command, folder)
    assert stub.returncode == 1 and "(still to be written)" in stub.stdout
    path = folder / "digits" / "evaluation.py"
    text = path.read_text("utf-8")
    before, _, after = text.partition("def chance_cost")
    assert len(STUB.findall(after)) == 1
    wrong_body = STUB.sub(r"\1return 0.0\n", after)
    path.write_text(f"{before}def chance_cost{wrong_body}", "utf-8")
    wrong = shell(command, folder)
    _, first, *others = wrong.stdout.split("\n")
    assert first == "q5  chance_cost is the cost of guessing"
    assert re.search(r"2\.3026.*\b0\b", " ".join(others).split("q5: passed")[0])
    assert "Graded as well" in wrong.stdout.split("q5: passed 0 of 1")[1]
    more = shell("pytest -k chance --explain", folder)
    assert len(more.stdout.split("Graded as well")[0]) > len(
        wrong.stdout.split("Graded as well")[0]
    )
    assert "\nimport math\n" in text
    right = STUB.sub(r"\1return -math.log(1 / num_classes)\n", after)
    path.write_text(f"{before}def chance_cost{right}", "utf-8")
    assert "q5: passed 1 of 1" in shell(command, folder).stdout
    path.write_text(
        path.read_text("utf-8").replace("return -math", "print('seen')\n    return -math")
    )
    assert "seen" in shell("pytest -k chance -s", folder).stdout
    assert "seen" not in shell(command, folder).stdout


@pytest.mark.slow
def test_every_question_turns_green_in_the_order_of_the_handout(folder: Path) -> None:
    before = shell("pytest", folder)
    assert before.returncode == 1 and "q1: passed 0 of 7" in before.stdout.split("\n")
    questions = re.findall(r"^## (q[1-7]): ", (folder / "README.md").read_text(), re.MULTILINE)
    assert questions == ["q1", "q2", "q3", "q5", "q4", "q6", "q7"]
    for question, file in zip(questions, ORDER, strict=True):
        fill_in(folder, file)
        done = shell(f"pytest -k {question}", folder)
        assert done.returncode == 0, done.stdout
    for command in commands():
        if command in UNTRIED or command.startswith("pytest"):
            continue
        done = shell(command, folder)
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    with zipfile.ZipFile(folder / "submission.zip") as archive:
        assert "digits/training.py" in archive.namelist()
    assert {path.name for path in (folder / "figures").iterdir()} == {
        f"{name}.png" for name in ("digits", "prediction", "costs", "weights")
    }


@pytest.mark.slow
def test_every_block_of_code_runs_one_after_the_other(folder: Path) -> None:
    for file in ORDER:
        fill_in(folder, file)
    code = "\n".join(blocks("python"))
    for long, short in QUICK.items():
        assert long in code
        code = code.replace(long, short)
    (folder / "all.py").write_text(code, "utf-8")
    done = shell("python all.py", folder)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.split("\n")
    assert "['factors']" in lines and "torch.Size([1, 28, 28]) torch.float32" in lines
    assert "torch.Size([32, 1, 28, 28])" in lines and "torch.Size([32])" in lines
    assert lines[-2].startswith("num_hidden ")


def test_every_command_of_the_handout_is_known() -> None:
    assert {*commands()} - UNTRIED == {
        "pytest",
        "pytest -k chance",
        "pytest -k chance --explain",
        "pytest -k chance -s",
        "pytest -k q3",
        "python -m digits check q3",
        "python -m digits --model cnn --epochs 3",
        "python -m digits --help",
        "python -m zipfile -c submission.zip digits/",
    }
