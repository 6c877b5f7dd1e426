"""The handout is written once: its marks say what the package gets and what the notebook."""

import pytest

from autograder.release.handout import Piece, ReleaseError, notebook_parts, package_text

TEXT = """\
<!-- part start -->
# Title

<!-- package -->
In files.

```sh
pytest
```
<!-- /package -->
<!-- notebook
In cells.

```python
look()
```
-->

Both.

<!-- part q1 -->
<!-- write first second -->

```python
from digits.data import first

first()
```

<!-- check q1 -->
"""


def test_the_package_has_no_mark_and_nothing_of_the_notebook() -> None:
    assert package_text(TEXT, "x") == (
        "# Title\n\nIn files.\n\n```sh\npytest\n```\n\nBoth.\n\n"
        "```python\nfrom digits.data import first\n\nfirst()\n```\n\n"
    )


def test_the_notebook_gets_texts_code_names_and_checks_in_order() -> None:
    assert notebook_parts(TEXT, "x") == {
        "start": [
            Piece("text", "# Title\n\nIn cells."),
            Piece("code", "look()"),
            Piece("text", "Both."),
        ],
        "q1": [
            Piece("write", "first"),
            Piece("write", "second"),
            Piece("code", "from digits.data import first\n\nfirst()"),
            Piece("check", "q1"),
        ],
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n<!-- package -->\n", "x, line 2: this block has no end"),
        ("<!-- package -->\n<!-- notebook\n-->\n", "x, line 2: the block from line 1 is still"),
        ("a\n-->\n", "x, line 2: `-->` is no mark"),
        ("<!-- /package -->\n", "x, line 1: `<!-- /package -->` is no mark"),
        ("<!-- chek q1 -->\n", "x, line 1: `<!-- chek q1 -->` is no mark"),
        ("<!-- part a -->\n<!-- part a -->\n", "x: there are two parts a"),
    ],
)
def test_a_wrong_mark_is_named(text: str, message: str) -> None:
    with pytest.raises(ReleaseError, match=message.replace("(", r"\(")):
        notebook_parts(text, "x")
