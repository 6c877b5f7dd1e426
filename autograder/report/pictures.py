"""Pictures for the pages, made of numbers alone: matplotlib's SVG, and digits as PNG.

An SVG takes its colours from the page. Text stays text, and what is black in the figure is
`currentColor` in the page, so that a picture is as readable in dark mode and in print as the words
around it.
"""

import base64
import io
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

import matplotlib
import numpy as np
from markupsafe import Markup
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from PIL import Image, ImageOps

from ..language import ENGLISH, translations
from ..probing.shape import CHANNELS, COLUMNS, NUM_CLASSES, ROWS
from ..results.picture_data import Costs, Weights

INK = {  # colours of a figure that nothing else has, and what they are in the page
    "#010101": "currentColor",
    "#020202": "var(--muted)",
    "#030303": "var(--line)",
    "#040404": "var(--first)",
    "#050505": "var(--second)",
}
TEXT, MUTED, LINE, FIRST, SECOND = INK
STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "autograder",
    "font.family": "sans-serif",
    "font.size": 9,
    "text.color": TEXT,
    "axes.edgecolor": LINE,
    "axes.labelcolor": TEXT,
    "xtick.color": LINE,
    "ytick.color": LINE,
    "xtick.labelcolor": TEXT,
    "ytick.labelcolor": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "mathtext.default": "regular",
}
CHANCE = math.log(NUM_CLASSES)
NUM_COLOURS = 33  # few, so that a picture stays small; odd, so that one of them is for zero
SIGNED = LinearSegmentedColormap.from_list(
    "signed", [(0.0, "#1d5fa8"), (0.5, "#f7f6f3"), (1.0, "#c4481c")], N=NUM_COLOURS
)


def cost_curves(costs: Costs, name: str, language: str = ENGLISH) -> Markup | None:
    """Training and validation costs by epoch; None if there are too few to draw."""
    say = translations(language).gettext
    longest = max(len(costs.training), len(costs.validation))
    numbers = [cost for cost in (*costs.training, *costs.validation) if cost == cost]
    if not numbers:
        return None
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(6.2, 2.7, right=0.65, top=0.3)
        line: dict[str, Any] = {"markersize": 3.5, "lw": 1.6}
        for label, values, colour, marker in (
            (say("training"), costs.training, FIRST, "o"),
            (say("validation"), costs.validation, SECOND, "s"),
        ):
            epochs = range(1, len(values) + 1)
            axes.plot(epochs, values, color=colour, marker=marker, label=label, **line)
        axes.axhline(CHANCE, color=MUTED, lw=0.8, ls=(0, (4, 3)))
        axes.annotate(
            say("guessing") + f":\n{CHANCE:.2f}", (1, CHANCE), (4, 0), va="center", color=MUTED,
            xycoords=("axes fraction", "data"), textcoords="offset points", fontsize=8,
        )  # fmt: skip
        low, high = min(*numbers, CHANCE), max(*numbers, CHANCE)
        axes.set_ylim(min(0.0, low * 1.05), high * 1.06)
        axes.set_xlim(0.7, max(longest, 2) + 0.3)
        axes.set(xlabel=say("epoch"), ylabel=say("cost (nats per sample)"))
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
        axes.grid(axis="y", color=LINE, lw=0.5)
        axes.set_axisbelow(True)
        axes.legend(
            frameon=False, fontsize=8.5, ncols=2, loc="lower left", bbox_to_anchor=(-0.02, 0.99)
        )  # above, where no curve can be
        words = say("Costs by epoch, training and validation: {ends}")
        words = words.format(ends=_ends(costs, say))
        return _svg(figure, name, words)


def first_weights(weights: Weights, language: str = ENGLISH) -> Markup:
    """Return the weights of the first layer, an image for each unit: red above zero, blue below."""
    units, height, width = weights.units, weights.height, weights.width
    values = np.frombuffer(weights.values, np.int8).reshape(units, height, width)
    colours = (values / 127 + 1) / 2 * NUM_COLOURS
    colours = np.clip(colours, 0, NUM_COLOURS - 1).astype(np.uint8)
    columns = min(units, 16 if height > 10 else 8)
    rows = -(-units // columns)
    gap = max(height // 14, 1)  # in pixels of the weights
    size = rows * (height + gap) - gap, columns * (width + gap) - gap
    mosaic = np.full(size, NUM_COLOURS, np.uint8)  # where there is no weight
    for unit in range(units):
        top, left = unit // columns * (height + gap), unit % columns * (width + gap)
        mosaic[top : top + height, left : left + width] = colours[unit]
    image = Image.fromarray(mosaic)
    image.putpalette([*(SIGNED(range(NUM_COLOURS), bytes=True)[:, :3].ravel().tolist()), 0, 0, 0])
    say = translations(language).gettext
    words = say("Weights of the first layer as {units} images of {height}×{width}")
    words = words.format(units=units, height=height, width=width)
    # the pixels as they are, which the page enlarges
    return Markup(
        '<svg viewBox="0 0 {1} {0}" role="img" aria-label="{2}" class="drawn">'
        '<image width="{1}" height="{0}" href="{3}"/></svg>'
    ).format(*size, words, _address(image, transparency=NUM_COLOURS))


def digit_address(pixels: bytes) -> str:
    """Return a `data:` address that holds a digit; grey ones are black on white."""
    if CHANNELS == 1:
        return _address(ImageOps.invert(Image.frombytes("L", (COLUMNS, ROWS), pixels)))
    return _address(Image.frombytes("RGB", (COLUMNS, ROWS), pixels))


def histogram(scores: Sequence[float], most: float, name: str, language: str = ENGLISH) -> Markup:
    """Return how many submissions have which score, in bins of a twentieth of `most` points.

    Where most of what they have is extra credit, in bins of a twentieth of the best score.
    """
    say = translations(language).gettext
    top = max([most, *scores])
    width = (most if top <= 2 * most else top) / 20 or 1.0
    bins = np.arange(0, top + width * 1.001, width)
    counts, _ = np.histogram(scores, bins)
    with matplotlib.rc_context(STYLE):
        figure, axes = _axes(6.2, 2.0)
        axes.bar(bins[:-1], counts, width * 0.9, align="edge", color=FIRST)
        for left, count in zip(bins, counts, strict=False):
            if count:
                axes.annotate(
                    f"{count}", (left + width * 0.45, count), (0, 2), ha="center",
                    textcoords="offset points", fontsize=8,
                )  # fmt: skip
        _count_axis(axes, int(max(counts, default=0)))
        axes.set_xlim(-width * 0.3, bins[-1] + width * 0.2)
        axes.set(xlabel=say("score"), ylabel=say("submissions"))
        parts = [
            say("{low} to {high}").format(low=f"{left:g}", high=f"{left + width:g}") + f": {count}"
            for left, count in zip(bins, counts, strict=False)
            if count
        ]
        return _svg(figure, name, " ".join((say("Submissions by score."), "; ".join(parts))))


def _count_axis(axes: Axes, most: int) -> None:
    axes.set_ylim(0, max(most, 1) * 1.15)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(axis="y", color=LINE, lw=0.5)
    axes.set_axisbelow(True)


def _ends(costs: Costs, say: Callable[[str], str]) -> str:
    """Return the first and the last cost of each curve, in words."""
    parts = []
    curves = ((say("training"), costs.training), (say("validation"), costs.validation))
    for label, values in curves:
        values = tuple(cost for cost in values if cost == cost)
        if values:
            parts.append(
                say("{curve} from {first:.3g} to {last:.3g}").format(
                    curve=label, first=values[0], last=values[-1]
                )
            )
    return ", ".join(parts)


def _axes(
    width: float, height: float, right: float = 0.05, top: float = 0.1
) -> tuple[Figure, Axes]:
    """Axes in a figure of this size in inches, with room for labels; matplotlib's own layout engine
    takes several times as long.
    """
    left, bottom = 0.55, 0.45
    inner = 1 - (left + right) / width, 1 - (bottom + top) / height
    figure = Figure(figsize=(width, height))
    return figure, figure.add_axes((left / width, bottom / height, *inner))


def _address(image: Image.Image, **options: Any) -> str:
    """Return a `data:` address that holds an image, as PNG with these `options` of Pillow's."""
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, **options)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def _svg(figure: Figure, name: str, words: str) -> Markup:
    """Return the figure as an element of a page; `name` keeps its ids apart from others'."""
    file = io.StringIO()
    metadata = {"Date": None, "Creator": None}
    figure.savefig(file, format="svg", transparent=True, metadata=metadata)
    text = file.getvalue()
    text = text[text.index("<svg ") :]
    text = re.sub(r"<metadata>.*?</metadata>|<style .*?</style>", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|href="#|url\(#)', rf"\g<1>{name}-", text)
    for ink, colour in INK.items():
        text = text.replace(ink, colour)
    opening = re.match(r"<svg [^>]*>", text)
    assert opening is not None
    box = re.search(r'viewBox="[\d. ]+"', opening[0])
    assert box is not None
    start = Markup('<svg {} role="img" aria-label="{}" class="drawn">').format(
        Markup(box[0]), words
    )
    return start + Markup(text[opening.end() :].strip())
