"""What the given plots draw for networks and costs that are not the usual ones."""

import importlib.util
import sys
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from support import SOLUTION


@pytest.fixture(scope="module")
def plots() -> ModuleType:
    """The module, without what else is in the package: it needs `shape` only."""
    for name in ("shape", "plots"):
        path = SOLUTION / "digits" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(f"given.{name}", path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[f"given.{name}"] = module
        spec.loader.exec_module(module)
    return module


def titles(figure: Any) -> list[str]:
    """The titles of a figure's parts that show something."""
    return [axes.get_title() for axes in figure.axes if axes.get_title()]


def dense(units: int = 4) -> nn.Sequential:
    torch.manual_seed(0)
    return nn.Sequential(nn.Flatten(), nn.Linear(784, units))


@pytest.mark.parametrize(
    "network",
    [
        nn.Flatten(),
        nn.Sequential(nn.Flatten(), nn.LazyLinear(3)),
        nn.Embedding(256, 8),
        nn.Sequential(nn.Unflatten(3, (14, 2)), nn.Linear(2, 3)),
        nn.RNN(28, 8),
    ],
    ids=["no weights", "no shape yet", "embedding", "pairs", "rows"],
)
def test_where_the_first_weights_are_no_pictures_a_sentence_says_so(
    network: nn.Module, plots: ModuleType
) -> None:
    for index in (None, 3):
        figure = plots.plot_weights(network, index)
        assert "first weights of this network are no pictures" in figure.texts[0].get_text()
        assert figure.axes == []


def test_a_unit_whose_weights_hardly_grew_is_called_faint(plots: ModuleType) -> None:
    network = dense()
    assert titles(plots.plot_weights(network)) == ["unit 0", "unit 1", "unit 2", "unit 3"]
    with torch.no_grad():
        network[1].weight[:2] *= 20
        network[1].weight[3] *= 20
    assert titles(plots.plot_weights(network)) == ["unit 0", "unit 1", "unit 2: faint", "unit 3"]
    assert titles(plots.plot_weights(network, index=2)) == ["unit 2: faint"]
    with torch.no_grad():
        network[1].weight *= 0
    assert titles(plots.plot_weights(network, index=0)) == ["unit 0"]


def test_a_unit_that_is_not_there_is_named(plots: ModuleType) -> None:
    with pytest.raises(IndexError, match="units 0 to 3, not 4"):
        plots.plot_weights(dense(), index=4)


def test_one_epoch_is_a_point_in_the_middle(plots: ModuleType) -> None:
    (axes,) = plots.plot_costs([0.5], [0.4]).axes
    assert [line.get_ydata().tolist() for line in axes.lines] == [[0.5], [0.4]]
    assert all(line.get_marker() == "o" for line in axes.lines)  # a line of one point is no line
    left, right = axes.get_xlim()
    assert left < 1 < right
    assert [tick for tick in axes.get_xticks() if left <= tick <= right] == [1]


class Guessing(nn.Module):
    """Gives every digit the same probability."""

    def forward(self, images: Tensor) -> Tensor:
        return torch.zeros(len(images), 10).log_softmax(dim=1)


def test_an_index_shows_the_same_image_again(plots: ModuleType) -> None:
    data = [(torch.rand(1, 28, 28), number) for number in range(10)]
    for _ in range(2):
        figure = plots.plot_prediction(Guessing(), data, index=7)
        assert titles(figure) == ["image 7, a 7"]
        assert torch.equal(torch.tensor(figure.axes[0].images[0].get_array()), data[7][0][0])
