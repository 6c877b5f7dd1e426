"""Skeletons: solutions become their TODO lines; a wrong mark is named with its line."""

import pytest

from autograder.release.assignment import BEGIN, END, ReleaseError, fill_in, make_skeleton
from support.release import RUBRIC, SKELETON, SOURCE, make_rubric


def test_a_solution_becomes_its_todo_line_and_an_error_that_says_the_same() -> None:
    assert make_skeleton(SOURCE, "data.py", {"q1", "q2"}) == SKELETON


def test_a_file_without_solutions_stays_as_it_is() -> None:
    for text in ("", "x = 1", "x = 1\r\n\r\ny = '\f'\n\n"):
        assert make_skeleton(text, "plots.py", set()) == text


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        (f"        {END}\n\n\nx", "\n\nx", 16, "the solution from line 8 has no `# END SOLUTION`"),
        (f"y = 2\n{END}", "y = 2", 17, "this `# BEGIN SOLUTION` has no `# END SOLUTION`"),
        ("        # because", f"        {BEGIN}", 10, "the solution from line 8 has no"),
        ("x = 1", END, 16, "there is no `# BEGIN SOLUTION` for this"),
        (
            '        # TODO q1: return "the" answer\n',
            "",
            9,
            "begins with a line such as `# TODO q1",
        ),
        ("# TODO q2: make y", "# TODO q2:", 18, "begins with a line such as"),
        ("# TODO q2: make y", "# TODO: make y", 18, "begins with a line such as"),
        ("# TODO q2: make y\ny = 2\n", "", 18, "the solution has no line"),
        ("# TODO q2", "# TODO q3", 18, "there is no question q3"),
        (f"        {END}", f"    {END}", 13, "is not indented like its"),
        (f"{BEGIN}\n# TODO q2", "# BEGIN  SOLUTION\n# TODO q2", 17, "a mark is `# BEGIN SOLUTION`"),
        (f"{BEGIN}\n# TODO q2", "#begin solution\n# TODO q2", 17, "a mark is `# BEGIN SOLUTION`"),
        (f"y = 2\n{END}", f"y = 2  {END}", 19, "a mark is `# BEGIN SOLUTION`"),
    ],
)
def test_a_malformed_mark_is_named_with_its_line(
    old: str, new: str, line: int, message: str
) -> None:
    source = SOURCE.replace(old, new, 1)
    assert source != SOURCE
    with pytest.raises(ReleaseError) as caught:
        make_skeleton(source, "data.py", {"q1", "q2"})
    assert str(caught.value).startswith(f"data.py, line {line}: ")
    assert message in str(caught.value)


def test_a_skeleton_that_is_not_python_is_refused() -> None:
    source = f"if x:\n    y = 1\n{BEGIN}\n# TODO q1: more\n{END}\nelse:\n    y = 2\n"
    with pytest.raises(ReleaseError, match=r"data\.py: without its solutions this is not Python"):
        make_skeleton(source, "data.py", {"q1"})


def test_placeholders_come_from_the_rubric() -> None:
    text = "{{threshold q2 sample}}, {{ threshold q6 mnist }}; {{points q1}} of {{points all}}"
    assert fill_in(text, "README.md", make_rubric()) == "85 %, 85 %; 12.5 of 75"
    assert fill_in("{{threshold q4 mnist}}", "", make_rubric(threshold=0.29)) == "29 %"
    assert fill_in("{{threshold q4 mnist}}", "", make_rubric(threshold=0.985)) == "98.5 %"


@pytest.mark.parametrize("placeholder", ["threshold q3 sample", "threshold q2 kmnist", "point q1"])
def test_an_unknown_placeholder_is_named_with_its_line(placeholder: str) -> None:
    with pytest.raises(ReleaseError, match=rf"README\.md, line 2: `{placeholder}` is none of"):
        fill_in(f"\n{{{{{placeholder}}}}}\n", "README.md", RUBRIC)
