"""The handout's numbers that follow from the images, and from the defaults of the solution.

The networks are those of the handout: `MLP()`, `MLP(8)` and `CNN()`, with the defaults that the
solution has. So neither the images nor a default can disagree with what students read.
"""

from collections.abc import Sequence
from math import ceil, log, prod

from ..datasets.form import Form
from ..language import ENGLISH, translations, written
from ..probing.hints.catalogue import catalogue
from .defaults import Defaults

KERNEL = 5 * 5
FEW = 8  # hidden units of the handout's small network
MNIST = 60_000  # images to learn from
POOLINGS = 3  # of the CNN


def form_values(form: Form, defaults: Defaults, language: str = ENGLISH) -> dict[str, str]:
    """Return what replaces the handout's placeholders for numbers of the images and of defaults.

    `{{shape}}` becomes `1, 28, 28`; `{{rows 1}}` to `{{rows 3}}` and `{{columns 1}}` to `{{columns
    3}}` sizes after each pooling; `{{chance}}` the accuracy of guessing, `{{chance cost}}` its cost
    in the text, `{{chance cost checked}}` as the checks write it, `{{chance cost printed}}` as
    Python does, cut after six decimals. Those of a default are absent where the solution has none:
    `{{batch size}}`, `{{units}}` of `MLP`, and all about `CNN`.
    """
    say = translations(language).gettext
    classes, inputs = form.num_classes, form.channels * form.rows * form.columns
    grey = form.channels == 1
    colours = say("1 channel (grey)") if grey else say("3 channels (red, green, blue)")
    pixels = say("{count} pixels") if grey else say("{count} numbers")
    count = in_words(classes, language)
    values = {
        "shape": f"{form.channels}, {form.rows}, {form.columns}",
        "channels": str(form.channels),
        "rows": str(form.rows),
        "columns": str(form.columns),
        "stacked rows": str(form.channels * form.rows),
        "inputs": _whole(inputs, language),
        "channels in words": colours,
        "pixels in words": pixels.format(count=_whole(inputs, language)),
        "classes": str(classes),
        "classes in words": count,
        "Classes in words": count.capitalize(),
        "last class": str(classes - 1),
        "chance": f"{1 / classes:.2g}",
        "chance cost": written(f"{log(classes):.3f}", language),
        "chance cost checked": f"{log(classes):.4f}",
        "chance cost printed": f"{log(classes):.12f}"[:-6],
        "parameters MLP(8)": _whole(_in_mlp(form, FEW), language),
    }
    if size := defaults.get("make_loader", {}).get("batch_size"):
        values |= {"batch size": str(size), "steps": _whole(ceil(MNIST / size), language)}
    if units := defaults.get("MLP", {}).get("num_hidden"):
        values |= {
            "units": str(units),
            "parameters MLP()": _whole(_in_mlp(form, units), language),
        }
    cnn = defaults.get("CNN", {})
    kernels, units = cnn.get("channels", ()), cnn.get("num_hidden")
    if units and len(kernels) == POOLINGS:
        values |= _of_cnn(form, kernels, units, language)
    return values


def _of_cnn(form: Form, kernels: Sequence[int], units: int, language: str) -> dict[str, str]:
    """Return what replaces placeholders about the CNN: sizes, and parameters by layer."""
    pooled = [(ceil(form.rows / side), ceil(form.columns / side)) for side in (2, 4, 8)]
    values: dict[str, str] = {}
    sizes = []
    before = form.channels
    for number, (count, (rows, columns)) in enumerate(zip(kernels, pooled, strict=True), 1):
        sizes.append(KERNEL * before * count + count)
        values |= {
            f"rows {number}": str(rows),
            f"columns {number}": str(columns),
            f"kernels {number}": str(count),
            f"parameters {number}": _whole(sizes[-1], language),
        }
        before = count
    flattened = before * prod(pooled[-1])
    classes = form.num_classes
    sizes += [flattened * units + units, units * classes + classes]
    each = [in_words(count, language) for count in kernels]
    return values | {
        "kernels": each[0] if len({*kernels}) == 1 else ", ".join(each),
        "first kernels": each[0],
        "flattened": _whole(flattened, language),
        "units CNN": str(units),
        "units CNN in words": in_words(units, language),
        "parameters hidden": _whole(sizes[-2], language),
        "parameters output": _whole(sizes[-1], language),
        "parameters CNN()": _whole(sum(sizes), language),
    }


def _in_mlp(form: Form, units: int) -> int:
    inputs = form.channels * form.rows * form.columns
    return (inputs + 1) * units + (units + 1) * form.num_classes


def in_words(number: int, language: str) -> str:
    """Return a number in words, where the language has one for it."""
    words = catalogue(language).phrases.numbers
    return words[number] if number < len(words) else str(number)


def _whole(number: int, language: str) -> str:
    return written(f"{number:,}", language)
