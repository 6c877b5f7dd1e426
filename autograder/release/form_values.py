"""The handout's numbers that follow from the images: shapes, parameters, what guessing costs.

The networks are those of the handout: `MLP()`, `MLP(8)` and `CNN()` with their defaults.
"""

from math import ceil, log, prod

from ..datasets.form import Form
from ..language import ENGLISH, translations, written
from ..probing.hints.catalogue import catalogue

CHANNELS = 8  # of each of the CNN's convolutions
KERNEL = 5 * 5
NUM_HIDDEN = 16  # of the CNN


def form_values(form: Form, language: str = ENGLISH) -> dict[str, str]:
    """Return what replaces the handout's placeholders for numbers of the images.

    `{{shape}}` becomes `1, 28, 28`; `{{rows 1}}` to `{{rows 3}}` and `{{columns 1}}` to `{{columns
    3}}` sizes after each pooling; `{{chance}}` the accuracy of guessing, `{{chance cost}}` its cost
    in the text, `{{chance cost checked}}` as the checks write it, `{{chance cost printed}}` as
    Python does, cut after six decimals.
    """
    say = translations(language).gettext
    classes, inputs = form.num_classes, form.channels * form.rows * form.columns
    pooled = [(ceil(form.rows / side), ceil(form.columns / side)) for side in (2, 4, 8)]
    flattened = CHANNELS * prod(pooled[-1])
    parameters = _parameters(form.channels, flattened, inputs, classes)
    words = catalogue(language).phrases.numbers
    count = words[classes] if classes < len(words) else str(classes)
    grey = form.channels == 1
    colours = say("1 channel (grey)") if grey else say("3 channels (red, green, blue)")
    pixels = say("{count} pixels") if grey else say("{count} numbers")
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
        "flattened": _whole(flattened, language),
        "chance": f"{1 / classes:.2g}",
        "chance cost": written(f"{log(classes):.3f}", language),
        "chance cost checked": f"{log(classes):.4f}",
        "chance cost printed": f"{log(classes):.12f}"[:-6],
    }
    for number, (rows, columns) in enumerate(pooled, 1):
        values |= {f"rows {number}": str(rows), f"columns {number}": str(columns)}
    return values | {
        f"parameters {name}": _whole(number, language) for name, number in parameters.items()
    }


def _parameters(channels: int, flattened: int, inputs: int, classes: int) -> dict[str, int]:
    """Return how many parameters the networks have, and those layers that follow the images."""
    first = KERNEL * channels * CHANNELS + CHANNELS
    other = KERNEL * CHANNELS * CHANNELS + CHANNELS
    hidden = flattened * NUM_HIDDEN + NUM_HIDDEN
    output = NUM_HIDDEN * classes + classes
    return {
        "MLP()": (inputs + 1) * 64 + (64 + 1) * classes,
        "MLP(8)": (inputs + 1) * 8 + (8 + 1) * classes,
        "CNN()": first + 2 * other + hidden + output,
        "first": first,
        "hidden": hidden,
        "output": output,
    }


def _whole(number: int, language: str) -> str:
    return written(f"{number:,}", language)
