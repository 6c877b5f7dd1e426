"""The architecture check: honest styles have the layers that they say, hidden ones are found."""

import random
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from autograder.network.architecture import check_architecture
from autograder.network.graph import Graph, GraphError
from autograder.network.layers import Layer
from autograder.probing.tracing import images_like_digits, trace, warm_up
from autograder.quality.zoo import Specimen
from support.networks import PACKAGES, build
from support.styles import STYLES, Written, dense, functional, layers
from support.zoo import drawn_in_make_test

ZOO = Path(__file__).parents[1] / "zoo"
MLP = [(784 * 64, 784, 64), (640, 64, 10)]
CNN = [(200, 6272), (1600, 1568), (1600, 392), (2048, 16), (160, 10)]


def examined(network: nn.Module) -> list[Layer]:
    """The layers of a network, recorded in both modes."""
    warm_up(network)
    training = []
    for number in range(4):
        random.seed(number)
        training.append(Graph.from_plain(trace(network.train(), images_like_digits(16))))
    evaluation = Graph.from_plain(trace(network.eval(), images_like_digits(7)))
    return check_architecture(evaluation, training)


def defined(path: Path, name: str) -> nn.Module | None:
    """The network of that name in a file of the zoo, if it has one."""
    if f"class {name}" not in path.read_text(encoding="utf-8"):
        return None
    made: nn.Module = runpy.run_path(str(path))[name]()
    return made


HONEST = [one for one in PACKAGES.values() if one.names & {"MLP", "CNN"}]


@pytest.mark.parametrize("specimen", drawn_in_make_test(HONEST), ids=lambda specimen: specimen.name)
def test_correct_networks_of_the_zoo_have_the_layers_of_the_assignment(
    specimen: Specimen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mlp, cnn = (
        build(specimen, name, tmp_path, monkeypatch) if name in specimen.names else None
        for name in ("MLP", "CNN")
    )
    if mlp:
        found = examined(mlp)
        assert [(one.num_weights, one.outputs) for one in found] == [(a, c) for a, _, c in MLP]
        whole = [one for one in zip(found, MLP, strict=True) if len(one[0].weights) > 1]
        assert all(layer.inputs == inputs for layer, (_, inputs, _) in whole)  # a part has fewer
    if cnn:
        found = examined(cnn)
        assert [(one.num_weights, one.outputs) for one in found] == CNN
        assert [one.convolution for one in found] == [True, True, True, False, False]
        assert all(one.then >= {"pooling", "activation"} for one in found[:3])


HIDING = sorted(
    [*(ZOO / "attacks").glob("layers_*.py"), *(ZOO / "attacks").glob("neighbours_*.py")]
)


@pytest.mark.parametrize("path", HIDING, ids=lambda path: path.stem)
def test_attacks_that_hide_layers_or_images_are_found(path: Path) -> None:
    mlp, cnn = defined(path, "MLP"), defined(path, "CNN")
    network = mlp or cnn
    assert network is not None
    (hint,) = [one[6:] for one in path.read_text().splitlines() if one.startswith("hint: ")]
    try:
        found = examined(network)
    except GraphError as error:
        assert hint in error.hint
    else:
        assert "then" in hint, "only the number of layers is left to tell it"
        assert len(found) > (2 if mlp else 5)


def with_constant(value: Tensor) -> nn.Module:
    return Written(lambda net, images: functional(net, images * value), **layers())


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor(0.3081),
        torch.ones(28, 28),
        torch.eye(28),
        torch.ones(28, 28).tril(),
        torch.arange(28) / 28,
        nn.functional.pad(torch.ones(26, 26), (1, 1, 1, 1)),
    ],
    ids=["scalar", "ones", "eye", "triangle", "ramp", "frame"],
)
def test_constants_that_are_regular_are_admitted(value: Tensor) -> None:
    assert [one.outputs for one in examined(with_constant(value))] == [12, 10]


@pytest.mark.parametrize(
    "value",
    [torch.rand(28, 28), torch.rand(28, 28).round(), torch.arange(784.0).view(28, 28)],
    ids=["a mean for each pixel", "black and white", "numbers"],
)
def test_tables_of_numbers_are_refused(value: Tensor) -> None:
    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(with_constant(value))


def test_a_buffer_is_told_by_name() -> None:
    network = Written(
        lambda net, images: functional(net, images - net.mean),
        mean=nn.Buffer(torch.rand(28, 28)),
        **layers(),
    )
    with pytest.raises(GraphError, match="Most are in `mean`"):
        examined(network)


def test_constants_in_many_small_pieces_add_up() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)
        for number in range(30):
            x = x + torch.tensor([0.1 * number, 0.2, 0.3 + number, 0.7]).repeat(196)
        return net.output(net.hidden(x).relu()).log_softmax(1)

    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(Written(forward, **layers()))


def test_a_table_in_the_imaginary_part_is_refused() -> None:
    bank = torch.rand(28, 28)

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        turned = torch.complex(images, images) * torch.complex(torch.zeros(28, 28), bank)
        return functional(net, torch.view_as_real(turned).select(-1, 0))

    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(Written(forward, **layers()))


def test_a_permutation_of_the_pixels_is_an_index() -> None:
    order = torch.randperm(784)
    network = Written(
        lambda net, images: net.output(net.hidden(images.flatten(1)[:, order]).relu()), **layers()
    )
    assert [one.outputs for one in examined(network)] == [12, 10]


def test_constants_that_are_overwritten_later_count_as_they_were() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        bank = torch.linspace(0, 1, 784).sin().clone()
        x = images.flatten(1) * bank
        bank.zero_()
        return net.output(net.hidden(x + bank).relu()).log_softmax(1)

    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(Written(forward, **layers()))


def _alike(kind: str) -> tuple[Tensor, Callable[[Tensor, Tensor], Tensor]]:
    """A table whose numbers compare equal, or are none, and an operator that tells them apart."""
    bits = torch.rand(20, 784, generator=torch.Generator().manual_seed(1)) > 0.5
    if kind == "signs of zero":
        return torch.where(bits, -0.0, 0.0), torch.copysign
    if kind == "no numbers":
        return torch.where(bits, torch.nan, 0.0), lambda images, bank: (images - 5).fmax(bank)
    return 2**60 + bits.long(), lambda images, bank: (images.gt(0.5).long() & bank).float()


@pytest.mark.parametrize("kind", ["signs of zero", "no numbers", "large whole numbers"])
def test_tables_of_numbers_that_only_look_alike_are_refused(kind: str) -> None:
    bank, join = _alike(kind)

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)
        near = join(x[:, None], bank).sum(2)[:, :12]
        return net.output(net.hidden(x).relu() + near).log_softmax(1)

    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(Written(forward, **layers()))


def test_a_table_of_whole_numbers_is_none_of_the_weights() -> None:
    drawn = torch.randint(2, (20, 784), generator=torch.Generator().manual_seed(1))

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)
        near = (x[:, None] * net.table).sum(2)[:, :12]
        return net.output(net.hidden(x).relu() + near).log_softmax(1)

    table = nn.Parameter(drawn, requires_grad=False)
    with pytest.raises(GraphError, match="Most are in a constant 20×784"):
        examined(Written(forward, table=table, **layers()))


def test_a_hundred_numbers_that_are_only_added_stay_admitted() -> None:
    table = torch.rand(9, 10)

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images[:, :, 9:18, 9:19].mul(0.01) + table
        x = nn.functional.pad(x.flatten(1), (0, 694)) + images.flatten(1)
        return net.output(net.hidden(x).relu()).log_softmax(1)

    assert [one.outputs for one in examined(Written(forward, **layers()))] == [12, 10]


def _overwrite(view: Callable[[Tensor], Tensor]) -> nn.Module:
    """A network with a product of the images and a table, after a view of a copy is emptied."""

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)
        copy = x.clone()
        view(copy).zero_()
        near = copy @ torch.linspace(0, 1, 784 * 12).sin().view(784, 12)
        return net.output(net.hidden(x).relu() + near).log_softmax(1)

    return Written(forward, **layers())


@pytest.mark.parametrize(
    "view",
    [
        lambda copy: copy.view(-1)[:1].expand(copy.numel()),
        lambda copy: copy[:, :1].expand(copy.shape),
        lambda copy: copy.view(-1).unfold(0, 2, 1).reshape(-1).narrow(0, 0, 1),
    ],
    ids=["one pixel", "one pixel of each image", "another memory"],
)
def test_a_view_that_repeats_pixels_is_not_all_of_the_memory(
    view: Callable[[Tensor], Tensor],
) -> None:
    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(_overwrite(view))


def _kept_as_statistics(images: Tensor, bank: Tensor) -> None:
    many = images.flatten(1).repeat(1, 20)
    nn.functional.batch_norm(many, bank.view(-1), torch.ones(bank.numel()), None, None, True, 0.0)


@pytest.mark.parametrize(
    "write",
    [
        _kept_as_statistics,
        lambda images, bank: bank[:1, :1].copy_(images.sum().view(1, 1)),
        lambda images, bank: bank.view(-1)[5:6].add_(images.sum()),
        lambda images, bank: bank.view(-1, 28)[0].fill_(0).add_(images[0, 0, 0]),
    ],
    ids=["a momentum of 0", "a corner", "a number", "a row"],
)
def test_a_table_into_a_part_of_which_images_are_written_is_counted(
    write: Callable[[Tensor, Tensor], Any],
) -> None:
    drawn = torch.rand(20, 784, generator=torch.Generator().manual_seed(1)).round()

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x, bank = images.flatten(1), drawn.clone()
        write(images, bank)
        near = (x.repeat(1, 20) - bank.view(-1)).square().unflatten(1, (20, 784)).sum(2)[:, :12]
        return net.output(net.hidden(x).relu() + near).log_softmax(1)

    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(Written(forward, **layers()))


def test_a_canvas_that_images_are_written_into_stays_admitted() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        canvas = torch.full((len(images), 1, 32, 32), -1.0)
        canvas[:, :, 2:30, 2:30] = images
        canvas[:, :, :2] += images.mean()
        return net.output(net.hidden(canvas[:, :, 2:30, 2:30].flatten(1)).relu()).log_softmax(1)

    assert [one.outputs for one in examined(Written(forward, **layers()))] == [12, 10]


@pytest.mark.parametrize("view", [torch.t, lambda copy: copy.view(-1, 28, 28).permute(1, 2, 0)])
def test_what_is_emptied_as_a_whole_holds_nothing_of_the_images(
    view: Callable[[Tensor], Tensor],
) -> None:
    assert [one.outputs for one in examined(_overwrite(view))] == [12, 10]


def test_what_an_operator_writes_beside_its_result_depends_on_the_images() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = images.flatten(1)
        copy, spread = torch.zeros(x.numel()), torch.ones(x.numel())
        twice = x.reshape(1, -1).repeat(2, 1)
        nn.functional.batch_norm(twice, copy, spread, training=True, momentum=1.0)
        near = copy.view(x.shape) @ torch.linspace(0, 1, 784 * 12).sin().view(784, 12)
        return net.output(net.hidden(x).relu() + near).log_softmax(1)

    with pytest.raises(GraphError, match="not registered as parameters"):
        examined(Written(forward, **layers()))


def test_random_weights_are_refused_in_training() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = net.hidden(images.flatten(1)).relu()
        return net.output(x @ torch.randn(12, 12) if net.training else x).log_softmax(1)

    with pytest.raises(GraphError, match="random numbers do more than mask or disturb"):
        examined(Written(forward, **layers()))


@pytest.mark.parametrize("disturbed", [nn.functional.dropout, lambda w: w + torch.randn_like(w)])
def test_weights_may_be_masked_or_disturbed_in_training(
    disturbed: Callable[[Tensor], Tensor],
) -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        weight = disturbed(net.hidden.weight) if net.training else net.hidden.weight
        x = nn.functional.linear(images.flatten(1), weight, net.hidden.bias)
        return net.output(x.relu()).log_softmax(1)

    assert [one.outputs for one in examined(Written(forward, **layers()))] == [12, 10]


def test_random_weights_are_refused_where_one_parameter_scales_them() -> None:
    def forward(net: nn.Module, images: Tensor) -> Tensor:
        x = net.hidden(images.flatten(1)).relu()
        made = net.output.bias[0] * torch.randn(12, 12)
        return net.output(x @ made if net.training else x).log_softmax(1)

    with pytest.raises(GraphError, match="random numbers do more than mask or disturb"):
        examined(Written(forward, **layers()))


STATISTICS: dict[str, Callable[[], nn.Module]] = {
    "pixels": lambda: nn.Sequential(nn.Flatten(), nn.BatchNorm1d(784), dense(nn.ReLU())),
    "units": lambda: dense(nn.BatchNorm1d(12), nn.ReLU()),
    "units, without scales": lambda: dense(nn.BatchNorm1d(12, affine=False), nn.ReLU()),
    "spectral norm": STYLES["spectral_norm"],
}


@pytest.mark.parametrize("style", STATISTICS)
def test_statistics_of_normalisation_are_free(style: str) -> None:
    assert examined(STATISTICS[style]())[-1].outputs == 10
