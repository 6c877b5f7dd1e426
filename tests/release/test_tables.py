"""The handout's tables follow from its own order, the table of questions and the rubric."""

from dataclasses import replace

from autograder.release.assignment import fill_in
from autograder.release.tables import sections
from support.release import RUBRIC

HANDOUT = """
{{questions package}}
--
{{questions notebook}}
--
{{files}}; {{networks}}.
{{functions}}
--
{{thresholds}}
<!-- part q5 45 minutes -->
## q5: how good is it?
<!-- part results -->
## Results
<!-- part q1 40 minutes -->
## q1: the digits, and how
<!-- part q7 5 minutes -->
## q7: experiments (extra)
"""
ONLY = {"q1", "q5", "q7"}
FEW = replace(RUBRIC, questions=tuple(one for one in RUBRIC.questions if one.id in ONLY))
FILLED = """
| [q5](#q5-how-good-is-it) | `evaluation.py` | `evaluate`, `accuracy`, `chance_cost` | 12.5 | 45 |
| [q1](#q1-the-digits-and-how) | `data.py` | `load_mnist`, `make_loader` | 12.5 | 40 |
| | | **all** | **25** | |
| [q7](#q7-experiments-extra) | `experiments.py` | `run_experiments` | +12.5 extra | 5 |
--
| q5 | `evaluate`, `accuracy`, `chance_cost` | 12.5 | 45 |
| q1 | `load_mnist`, `make_loader` | 12.5 | 40 |
| | **all** | **25** | |
| q7 | `run_experiments` | +12.5 extra | 5 |
--
`digits/evaluation.py`, `digits/data.py`, `digits/experiments.py`; two networks.
nine short functions
--
| q2 | the grader, your `MLP` | 85 % | 85 % |
| q4 | your `train`, the grader's network | 85 % | 85 % |
| q6 | the grader, your `CNN` | 85 % | 85 % |
"""


def test_rows_are_in_the_handouts_order_and_extra_questions_come_last() -> None:
    filled = fill_in(HANDOUT, "README.md", FEW)
    assert filled == FILLED + HANDOUT[HANDOUT.index("<!-- part q5") :]


def test_a_part_of_which_the_rubric_says_nothing_has_no_row() -> None:
    filled = fill_in(HANDOUT, "", replace(FEW, questions=FEW.questions[:1]))
    assert "| q1 |" in filled and "| q5 |" not in filled and "**all** | **12.5**" in filled


def test_a_section_begins_with_its_mark() -> None:
    (first, second, third) = sections(HANDOUT)
    assert (first.question, first.minutes, first.heading) == ("q5", 45, "q5: how good is it?")
    assert (second.question, third.question) == ("q1", "q7")
