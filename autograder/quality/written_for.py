"""Makes specimens of the zoo fit other images and other defaults than those they are written for.

Specimens are written as students of the digits write: `nn.Linear(784, num_hidden)`, `epochs=10`.
Where the project's images or defaults are others, these numbers are replaced by the project's. What
makes no sense for its images, such as a pooling that rounds where no side is odd, is left out: the
field `images` in the specimen's docstring says which images it needs.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import log
from typing import Any

from ..datasets.form import DIGITS_FORM, OUR_FORM, Form
from ..probing.defaults import DEFAULTS
from ..release.defaults import default_nodes, is_value
from ..release.form_values import form_values
from .zoo import Specimen, ZooError

WRITTEN_DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    "load_mnist": {"root": "data_cache", "train": True},
    "make_loader": {"batch_size": 32, "shuffle": False},
    "MLP": {"num_hidden": 64},
    "train": {"epochs": 10, "batch_size": 32, "learning_rate": 1e-3},
    "CNN": {"channels": (8, 8, 8), "num_hidden": 16},
    "run_experiments": {"epochs": 1},
}


@dataclass(frozen=True)
class Images:
    """Images that a specimen or a mutant makes sense for."""

    words: str
    are: Callable[[Form], bool]


IMAGES = {  # by what the field `images` says
    "digits": Images("28×28 pixels, grey, in ten classes", lambda form: form == DIGITS_FORM),
    "grey": Images("grey", lambda form: form.channels == 1),
    "square": Images("square", lambda form: form.rows == form.columns),
    "odd": Images("odd on a side before one of three poolings", lambda form: _is_odd(form)),
    "even": Images("even on both sides before three poolings", lambda form: not _is_odd(form)),
}


@dataclass(frozen=True)
class Fitted:
    """Specimens that fit images and defaults, and why others are left out, by name."""

    specimens: list[Specimen]
    left_out: dict[str, str]

    def lines(self) -> list[str]:
        """Say how many are left out, and why, a line for each reason."""
        counts = Counter(self.left_out.values())
        return [f"specimens left out: {number}, {why}" for why, number in counts.items()]


def fits(images: str, form: Form) -> bool:
    """Say whether what is for such `images`, a key of `IMAGES` or empty, makes sense for a form.

    Raises `ZooError` where there are no such images.
    """
    if images and images not in IMAGES:
        raise ZooError(f"there are no images `{images}`; there are {', '.join(IMAGES)}.")
    return not images or IMAGES[images].are(form)


def fit(
    specimens: Iterable[Specimen],
    form: Form = OUR_FORM,
    defaults: Mapping[str, Mapping[str, Any]] = DEFAULTS,
) -> Fitted:
    """Return specimens with the numbers of these images and defaults in place of their own."""
    kept, left_out = [], {}
    code, words = _code_rules(form), _word_rules(form, defaults)
    for one in specimens:
        if not fits(one.images, form):
            left_out[one.name] = f"for images that are {IMAGES[one.images].words}"
        elif one.notebook and form != DIGITS_FORM:
            left_out[one.name] = (
                "notebooks as somebody has saved them, with the numbers of the digits"
            )
        else:
            kept.append(_fitted(one, code, words, defaults))
    return Fitted(kept, left_out)


Rules = list[tuple[str, str]]  # patterns, and what takes their place


def _fitted(
    one: Specimen, code: Rules, words: Rules, defaults: Mapping[str, Mapping[str, Any]]
) -> Specimen:
    return replace(
        one,
        code=_with_defaults(_ruled(one.code, code), defaults),
        files={name: _ruled(text, code) for name, text in one.files.items()},
        hints={question: _ruled(hint, words) for question, hint in one.hints.items()},
        first_hint=tuple(_ruled(hint, words) for hint in one.first_hint),
    )


def _ruled(text: str, rules: Rules) -> str:
    for pattern, new in rules:
        text = re.sub(pattern, new, text)
    return text


def _code_rules(form: Form) -> Rules:
    """Return rules for numbers in code; none for images as the digits are."""
    if form == DIGITS_FORM:
        return []
    channels, rows, columns, classes = form.channels, form.rows, form.columns, form.num_classes
    shape = f"{channels}, {rows}, {columns}"
    rules = [
        (r"\b(784|28 ?\* ?28|28 ?\*\* ?2)\b", str(channels * rows * columns)),
        (r"\b1, 28, 28\b", shape),
        (r"\b1 28 28\b", shape.replace(",", "")),
        (
            r"([(\[]|, |% |dense |num_classes(?:: \S+)? ?= ?)10\b(?=[]),:\n\"]| \*)",
            rf"\g<1>{classes}",
        ),
        (r"(Conv2d\( ?|[(\[])1(?=, (?:\*|first|channels|c1|a\b))", rf"\g<1>{channels}"),
        (r"\b(16|4 \* 4) \* ", f"{_pixels(form, 3)} * "),
        (r" \* (16|4 \* 4)\b", f" * {_pixels(form, 3)}"),
        (r" \* 49\b", f" * {_pixels(form, 2)}"),
        (r"(Linear\(|reshape\(-1, )128\b", rf"\g<1>{8 * _pixels(form, 3)}"),
    ]
    if channels > 1:  # in files they stand one below the other
        rules.append((r"\.data(\.mT)?\.unsqueeze\(1\)", rf".data.view(-1, {shape})\1"))
        apart = rf"(lambda picture, convert=\g<0>: convert(picture).view({shape}))"
        rules.append((r"(?:\w+\.)*(?:PIL)?ToTensor\(\)", apart))
    return rules


def _word_rules(form: Form, defaults: Mapping[str, Mapping[str, Any]]) -> Rules:
    """Return rules for numbers in the words of hints."""
    ours, usual = (form_values(*one) for one in ((form, defaults), (DIGITS_FORM, WRITTEN_DEFAULTS)))
    named = [
        (usual[key], ours[key]) for key in ("parameters MLP()", "parameters CNN()") if key in ours
    ]
    count = "one channel" if form.channels == 1 else "three channels"
    numbers = [
        ("one channel, 28 rows", f"{count}, {form.rows} rows"),
        ("28×28", f"{form.rows}×{form.columns}"),
        ("(784,)", f"({form.channels * form.rows * form.columns},)"),
        ("2.3026", f"{log(form.num_classes):.4f}"),
    ]
    return [(re.escape(old), new) for old, new in (*named, *numbers)]


def _is_odd(form: Form) -> bool:
    return any(_halved(side, 3) * 8 != side for side in (form.rows, form.columns))


def _halved(side: int, times: int) -> int:
    """Return a side after poolings that round up."""
    return -(-side >> times)


def _pixels(form: Form, poolings: int) -> int:
    return _halved(form.rows, poolings) * _halved(form.columns, poolings)


def _with_defaults(code: str, defaults: Mapping[str, Mapping[str, Any]]) -> str:
    """Return code in which the defaults that the project came with are the project's own."""
    lines = code.encode().split(b"\n")  # offsets of nodes are in bytes
    places = []
    for node in ast.walk(ast.parse(code)):
        name = getattr(node, "name", "")
        usual = WRITTEN_DEFAULTS.get(name, {})
        for argument, value in _stated(node) if usual else ():
            own = defaults.get(name, {}).get(argument)
            written = ast.literal_eval(value) if is_value(value) else None
            if written is not None and written == usual.get(argument) != own and own is not None:
                places.append((value.lineno - 1, value.col_offset, value.end_col_offset, repr(own)))
    for line, start, end, new in sorted(places, reverse=True):
        lines[line] = lines[line][:start] + new.encode() + lines[line][end:]
    return b"\n".join(lines).decode()


def _stated(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield what a function or class has as the default of an argument, by the argument; and what
    may be the same once more: numbers that are arguments of calls, tuples that get a name.
    """
    yield from default_nodes(node).items()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            yield from (("num_hidden", argument) for argument in inner.args)
        elif isinstance(inner, ast.Assign):
            yield "channels", inner.value
