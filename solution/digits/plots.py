"""Given: plots of images, predictions, costs and weights.

Every function returns a matplotlib `Figure`. As the last line of a notebook cell it is shown;
anywhere else, `plot_digits(...).savefig("digits.png")` keeps it.
"""

import matplotlib.pyplot as plt
import torch
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from torch import Tensor, nn
from torch.utils.data import Dataset

from .shape import COLUMNS, NUM_CLASSES, NUM_PIXELS, ROWS

RIGHT, WRONG = "tab:blue", "tab:red"
FAINT = 0.2  # a unit with no weight above this share of the largest is faint


def plot_digits(
    dataset: Dataset, device: torch.device | str, model: nn.Module | None = None
) -> Figure:
    """Draw twelve images chosen at random, each with its label or with a model's prediction.

    Args:
        dataset: pairs `(image, label)`: float32 (CHANNELS, ROWS, COLUMNS) and an int.
        device: where the images go when the model has no parameters to tell.
        model: titles are its predictions; a wrong one is red and names the right class.
    """
    chosen = torch.randperm(len(dataset))[:12].tolist()
    images, labels = zip(*(dataset[i] for i in chosen), strict=True)
    titles, colours = [str(int(label)) for label in labels], ["black"] * len(labels)
    if model is not None:
        predictions = _probabilities(model, torch.stack(images), device).argmax(dim=1).tolist()
        for i, (predicted, label) in enumerate(zip(predictions, labels, strict=True)):
            right = predicted == int(label)
            titles[i] = f"{predicted}" if right else f"{predicted}, not {int(label)}"
            colours[i] = RIGHT if right else WRONG

    figure = _new_figure(6.4, 5.4)
    drawings = zip(_grid(figure, 3, 4), images, titles, colours, strict=False)
    for axes, image, title, colour in drawings:
        axes.imshow(_picture(image), cmap="gray_r", vmin=0, vmax=1)
        axes.set_title(title, color=colour)
    return figure


def plot_prediction(model: nn.Module, dataset: Dataset, index: int | None = None) -> Figure:
    """Draw one image beside the probability the model gives to each class.

    The bar of the right class is blue; when another one is the highest, that one is red.

    Args:
        model: returns log-probabilities (N, NUM_CLASSES).
        dataset: pairs `(image, label)`: float32 (CHANNELS, ROWS, COLUMNS) and an int.
        index: which image; one at random when absent.
    """
    if index is None:
        index = int(torch.randint(len(dataset), ()))
    image, label = dataset[index]
    probabilities = _probabilities(model, image.unsqueeze(0))[0].tolist()

    figure = _new_figure(8, 3.4)
    picture, bars = figure.subplots(1, 2, width_ratios=(1, 1.8))
    picture.imshow(_picture(image), cmap="gray_r", vmin=0, vmax=1)
    picture.set_title(f"image {index}, a {int(label)}")
    picture.axis("off")
    colours = ["lightgray"] * NUM_CLASSES
    colours[probabilities.index(max(probabilities))] = WRONG
    colours[int(label)] = RIGHT
    drawn = bars.bar(range(NUM_CLASSES), probabilities, color=colours)
    bars.bar_label(drawn, [f"{p:.0%}" if p >= 0.005 else "" for p in probabilities])
    bars.set(xticks=range(NUM_CLASSES), ylim=(0, 1.1), xlabel="class", ylabel="probability")
    bars.spines[["top", "right"]].set_visible(False)
    return figure


def plot_costs(training_costs: list[float], validation_costs: list[float]) -> Figure:
    """Draw both costs (nats per sample) over the epochs, counted from 1."""
    figure = _new_figure(6.4, 4)
    axes = figure.subplots()
    for name, costs in ("training", training_costs), ("validation", validation_costs):
        axes.plot(range(1, len(costs) + 1), costs, marker="o", label=name)
    axes.set(xlabel="epoch", ylabel="cost (nats per sample)", ylim=(0, None))
    axes.set_xlim(0.5, max(len(training_costs), 1) + 0.5)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.grid(alpha=0.3)
    axes.legend()
    return figure


def plot_weights(model: nn.Module, index: int | None = None) -> Figure:
    """Draw the weights of the first layer: what each unit looks for in an image.

    Ink where the picture is red speaks for the unit, ink where it is blue against it. The units
    of a fully connected layer are pictures of their own, those of a convolution its kernels. A unit
    whose weights are all far below those of the others is called faint: it is most likely dead.
    Where the first weights are no pictures the figure says so.

    Args:
        model: any network over the images, however its layers are named.
        index: which unit; all of them when absent.

    Raises:
        IndexError: the first layer has no unit `index`.
    """
    pictures = _first_layer(model)
    if pictures is None:
        return _sentence(
            "The first weights of this network are no pictures:\nno parameter has a row or column"
            " for each pixel, and none is a convolution's."
        )
    units = range(len(pictures))
    if index is not None:
        if index not in units:
            raise IndexError(f"the first layer has units 0 to {len(pictures) - 1}, not {index}")
        units = [index]

    columns = min(8, len(units))
    rows = -(-len(units) // columns)
    size = 3.4 if index is not None else 1.1
    figure = _new_figure(size * columns + 1, size * rows + 0.4)
    grid = _grid(figure, rows, columns)
    limit = float(pictures[list(units)].abs().max()) or 1.0  # 0 stays white
    faint = pictures.abs().amax(dim=(1, 2)) < FAINT * pictures.abs().max()
    for axes, unit in zip(grid, units, strict=False):  # the last row may have empty places
        drawn = axes.imshow(pictures[unit], cmap="RdBu_r", vmin=-limit, vmax=limit)
        title, colour = (
            (f"unit {unit}: faint", "gray") if faint[unit] else (f"unit {unit}", "black")
        )
        axes.set_title(title, fontsize="small", color=colour)
    figure.colorbar(drawn, ax=grid, label="weight", aspect=40, fraction=0.03)
    return figure


def _first_layer(model: nn.Module) -> Tensor | None:
    """Return the first layer's weights as pictures: (units, height, width) on the CPU.

    None if no parameter of the model looks at an image.
    """
    for parameter in model.parameters():
        if nn.parameter.is_lazy(parameter):  # it has no shape yet
            continue
        weights = parameter.detach().float().cpu()
        if weights.dim() == 4:  # a convolution: (out, in, height, width)
            return weights.flatten(end_dim=1)
        if weights.dim() == 2 and NUM_PIXELS in weights.shape:  # (units, pixels), or turned around
            weights = weights if weights.shape[1] == NUM_PIXELS else weights.T
            return weights.reshape(-1, ROWS, COLUMNS)  # a picture for each channel
    return None


def _probabilities(model: nn.Module, images: Tensor, device: torch.device | str = "cpu") -> Tensor:
    """Return probabilities (N, NUM_CLASSES) for images; the model's mode is left as found."""
    device = next((parameter.device for parameter in model.parameters()), device)
    modes = {module: module.training for module in model.modules()}
    model.train(False)
    with torch.set_grad_enabled(False):
        probabilities = model(images.to(device)).exp().cpu()
    for module, training in modes.items():
        module.training = training
    return probabilities


def _picture(image: Tensor) -> Tensor:
    """Return an image as matplotlib draws it: (rows, columns), or (rows, columns, channels)."""
    return image.permute(1, 2, 0).squeeze(2)


def _new_figure(width: float, height: float) -> Figure:
    """Return an empty figure of that size in inches."""
    figure = plt.figure(figsize=(width, height), layout="constrained")
    figure.get_layout_engine().set(w_pad=0.08, h_pad=0.08)
    plt.close(figure)  # pyplot forgets it, or a notebook would show it twice
    return figure


def _sentence(text: str) -> Figure:
    """Return a figure that only says something."""
    figure = _new_figure(6.4, 1.2)
    figure.text(0.5, 0.5, text, ha="center", va="center")
    return figure


def _grid(figure: Figure, rows: int, columns: int) -> list:
    """Return rows * columns bare axes, row by row."""
    grid = figure.subplots(rows, columns, squeeze=False).flatten().tolist()
    for axes in grid:
        axes.axis("off")
    return grid
