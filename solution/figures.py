"""Draw the handout's figures into `solution/images/`. For developers; students never see it.

    python solution/figures.py [--data ROOT]

The handout's pictures show MNIST: `--data` names the folder that holds it. Without that the
embedded digits are used. The same data draws the same pictures. Every network starts from seed 1
and is trained as in the code beside its picture; the handout says below each what it shows.
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib
import matplotlib.pyplot as plt
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, Rectangle
from torch import Tensor, nn
from torch.utils.data import Dataset

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]  # the reference, and autograder

from digits.data import load_mnist, make_loader  # noqa: E402
from digits.models import CNN, MLP  # noqa: E402
from digits.plots import plot_costs, plot_digits, plot_prediction, plot_weights  # noqa: E402
from digits.training import train  # noqa: E402

INK, PAPER, BLUE, ORANGE, GREY = "#222222", "#ffffff", "#3b7dd8", "#e8862e", "#8a8f98"
WIDTH = 7.6  # inches; at 110 dpi the 836 pixels of a README column
DPI = 110
SEED = 1
DRAWN_WITH = {  # `autograder doctor` compares these with the defaults of the solution
    "MLP": {"num_hidden": 64},
    "CNN": {"channels": (8, 8, 8), "num_hidden": 16},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", metavar="ROOT", help="a folder in MNIST's layout")
    options = parser.parse_args()
    matplotlib.use("Agg")
    plt.rcParams.update({"font.size": 11, "axes.edgecolor": GREY})
    torch.set_num_threads(1)  # the order of additions, and so the pictures, stay the same

    with TemporaryDirectory() as folder:
        root = options.data or write_sample(folder)
        training_data, test_data = load_mnist(root), load_mnist(root, train=False)
    image, _ = training_data[3]

    beginner, mlp = new(MLP, **DRAWN_WITH["MLP"]), new(MLP, **DRAWN_WITH["MLP"])
    few, cnn = new(MLP, num_hidden=16), new(CNN, **DRAWN_WITH["CNN"])
    torch.manual_seed(SEED)
    costs = train(mlp, training_data, test_data, epochs=10)
    train(few, training_data, test_data, epochs=10)
    train(cnn, training_data, test_data, epochs=3)
    doubtful = least_certain(mlp, test_data)
    print(f"the least certain of those that are right: {doubtful}")

    torch.manual_seed(SEED)
    save(plot_digits(training_data, "cpu"), "digits")
    save(plot_prediction(beginner, test_data, doubtful), "untrained")
    save(plot_prediction(mlp, test_data, doubtful), "trained")
    save(plot_costs(*costs), "costs")
    save(plot_weights(few), "weights")
    save(draw_mlp(image, mlp), "mlp")
    save(draw_cnn(image, cnn), "cnn")


def new(make: Callable[..., nn.Module], **options: object) -> nn.Module:
    """Make a network from the seed of all pictures."""
    torch.manual_seed(SEED)
    return make(**options)


def write_sample(folder: str) -> str:
    """Write the embedded digits in MNIST's layout below a folder and return it."""
    from autograder.datasets.catalogue import sample_root

    return str(sample_root(Path(folder)))


def least_certain(model: nn.Module, dataset: Dataset) -> int:
    """Return which of the first 300 images the model gets right with the least certainty."""
    images, labels = next(iter(make_loader(dataset, batch_size=300)))
    with torch.no_grad():
        log_prob, predicted = model(images).max(dim=1)
    log_prob[predicted != labels] = 0.0  # a wrong one is no example of getting it right
    return int(log_prob.argmin())


def draw_mlp(image: Tensor, model: nn.Module) -> Figure:
    """Draw the hidden-layer network at work on one image (1, 28, 28)."""
    figure, axes = canvas(WIDTH, 3.6)
    show(axes, image[0], x=0.1, y=1.1, size=1.5)
    label(axes, 0.85, 1.0, "image\n1 × 28 × 28")
    arrow(axes, (1.7, 1.85), (2.3, 1.85))
    label(axes, 2.0, 2.2, "flatten")

    inputs = draw_units(axes, 2.5, 7, GREY, "784 pixels", dots=True)
    hidden = draw_units(axes, 4.2, 5, BLUE, "num_hidden units\nReLU", dots=True)
    outputs = draw_units(axes, 5.9, 10, ORANGE, "10 outputs\nlog-softmax")
    for start, end in (inputs, hidden), (hidden, outputs):
        for x0, y0 in start:
            for x1, y1 in end:
                axes.plot((x0, x1), (y0, y1), color="#dfe2e6", linewidth=0.7, zorder=0)
    label(axes, 3.35, 3.5, "784 × num_hidden\nweights")
    label(axes, 5.05, 3.5, "num_hidden × 10\nweights")

    with torch.no_grad():
        probabilities = model(image.unsqueeze(0))[0].exp().tolist()
    for digit, ((x, y), probability) in enumerate(zip(outputs, probabilities, strict=True)):
        axes.text(x + 0.2, y, str(digit), va="center", color=INK, fontsize=9.5)
        axes.barh(y, probability, height=0.14, left=x + 0.45, color=ORANGE)
    label(axes, 6.95, 0.55, "probabilities\n= exp(outputs)")
    return figure


def draw_units(
    axes: Axes, x: float, count: int, colour: str, caption: str, dots: bool = False
) -> list[tuple[float, float]]:
    """Draw a column of units from the top down and return their places.

    With `dots`, three dots in the place of the middle unit stand for many more.
    """
    places = [(x, y) for y in torch.linspace(2.9, 0.8, count).tolist()]
    if dots:
        _, middle = places.pop(count // 2)
        axes.plot([x] * 3, [middle - 0.09, middle, middle + 0.09], ".", color=colour, ms=3)
    for place in places:
        axes.plot(*place, "o", color=PAPER, markeredgecolor=colour, markeredgewidth=1.5, ms=8)
    label(axes, x, 0.55, caption)
    return places


def draw_cnn(image: Tensor, model: CNN) -> Figure:
    """Draw the convolutional network with what its stages make of one image (1, 28, 28)."""
    figure, axes = canvas(WIDTH, 2.7)
    middle, below, above = 1.4, 0.65, 2.6
    show(axes, image[0], x=0.1, y=middle - 0.55, size=1.1)
    label(axes, 0.65, below, "1 × 28 × 28")
    right = 1.2
    for maps, size in zip(feature_maps(model, image), (0.95, 0.65, 0.45), strict=True):
        channels, height, width = maps.shape
        shift = 0.35 / max(channels - 1, 1)
        left = right + 0.6
        for depth in reversed(range(channels)):
            lift = depth * shift - 0.175
            show(axes, maps[depth], left + depth * shift, middle - size / 2 + lift, size)
        arrow(axes, (right + 0.08, middle), (left - 0.08, middle))
        label(axes, right + 0.3, above, "5 × 5 conv\npool, ReLU")
        right = left + size + 0.35
        label(axes, (left + right) / 2, below, f"{channels} × {height} × {width}")
    units = f"{DRAWN_WITH['CNN']['num_hidden']}\nReLU"
    for count, colour, caption in (8, BLUE, units), (10, ORANGE, "10 log-\nprob."):
        x = right + 0.6
        arrow(axes, (right + 0.08, middle), (x - 0.1, middle))
        label(axes, right + 0.3, above, "linear")
        heights = torch.linspace(middle - 0.6, middle + 0.6, count).tolist()
        axes.plot(
            [x] * count,
            heights,
            "o",
            color=PAPER,
            markeredgecolor=colour,
            markeredgewidth=1.2,
            ms=5,
        )
        label(axes, x, below, caption)
        right = x
    return figure


def feature_maps(model: CNN, image: Tensor) -> list[Tensor]:
    """Return what the three stages of the CNN make of an image, each (channels, side, side)."""
    stages, x = [], image.unsqueeze(0)
    with torch.no_grad():
        for convolution in model.conv1, model.conv2, model.conv3:
            x = model.pool(convolution(x)).relu()
            stages.append(x[0])
    return stages


def canvas(width: float, height: float) -> tuple[Figure, Axes]:
    """Return a figure of that size, and bare axes all over it that count in inches."""
    figure = plt.figure(figsize=(width, height))
    axes = figure.add_axes((0, 0, 1, 1), xlim=(0, width), ylim=(0, height), autoscale_on=False)
    axes.axis("off")
    return figure, axes


def show(axes: Axes, picture: Tensor, x: float, y: float, size: float) -> None:
    """Draw a picture (height, width) as a framed square with its lower left corner at (x, y)."""
    extent = (x, x + size, y, y + size)
    axes.imshow(picture, cmap="gray_r", extent=extent, zorder=2, aspect="auto", vmin=0)
    axes.add_patch(Rectangle((x, y), size, size, fill=False, edgecolor=GREY, lw=0.8, zorder=2))


def arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    axes.add_patch(FancyArrowPatch(start, end, arrowstyle="-|>", mutation_scale=11, color=GREY))


def label(axes: Axes, x: float, y: float, text: str) -> None:
    """Write a text, centred at x, its top at y."""
    axes.text(x, y, text, ha="center", va="top", color=INK, fontsize=9.5, linespacing=1.3)


def save(figure: Figure, name: str) -> None:
    (HERE / "images").mkdir(exist_ok=True)
    path = HERE / "images" / f"{name}.png"
    # Without the version in its metadata the file depends on the picture only.
    figure.savefig(path, dpi=DPI, facecolor=PAPER, metadata={"Software": None})
    print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
