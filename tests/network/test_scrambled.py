"""A network that has learnt by its parameters forgets all when they are scrambled."""

import torch
from torch import Tensor, nn

from autograder.datasets.embedded import load_sample
from autograder.network.graph import Graph
from autograder.network.scrambled import best_scrambled_accuracy, scrambled
from autograder.probing.tracing import trace
from autograder.project import EMBEDDED_DIGITS
from support.styles import STYLES, Written, functional, layers


def digits() -> tuple[Tensor, Tensor]:
    sample = load_sample(EMBEDDED_DIGITS)
    return sample.training_images[:1000, None].float() / 255, sample.training_labels[:1000]


def trained(network: nn.Module, images: Tensor, labels: Tensor) -> nn.Module:
    optimizer = torch.optim.AdamW(network.parameters(), 0.01)
    for _ in range(60):
        optimizer.zero_grad()
        nn.functional.nll_loss(network(images), labels).backward()
        optimizer.step()
    return network.eval()


def scrambled_accuracy(network: nn.Module, images: Tensor, labels: Tensor) -> float:
    plain = trace(network, images[:40])
    return best_scrambled_accuracy(Graph.from_plain(plain), images, labels)


def test_honest_networks_fall_to_chance() -> None:
    torch.manual_seed(0)
    images, labels = digits()
    for style in ("functional", "BatchNorm1d", "weight_norm"):
        network = trained(STYLES[style](), images, labels)
        assert (network(images).argmax(1) == labels).float().mean() > 0.9
        assert scrambled_accuracy(network, images, labels) < 0.4


def test_a_network_that_knows_without_its_parameters_does_not() -> None:
    torch.manual_seed(0)
    images, labels = digits()
    centres = torch.stack([images[labels == digit].mean(0).flatten() for digit in range(10)])

    def forward(net: nn.Module, x: Tensor) -> Tensor:
        near = x.flatten(1) @ centres.T - 0.5 * centres.square().sum(1)
        return (near + 0 * functional(net, x)).log_softmax(1)

    network = Written(forward, **layers()).eval()
    assert scrambled_accuracy(network, images, labels) > 0.6


def test_only_parameters_are_scrambled_and_keep_their_numbers() -> None:
    network = STYLES["BatchNorm1d"]().eval()
    graph = Graph.from_plain(trace(network, torch.rand(8, 1, 28, 28)))
    new = scrambled(graph, torch.Generator().manual_seed(0))
    for before, after in zip(graph.constants, new.constants, strict=True):
        same = torch.equal(before.value, after.value)
        uniform = bool((before.value == before.value.flatten()[0]).all())
        assert same == (before.kind != "parameter" or uniform)
        assert torch.equal(before.value.flatten().sort()[0], after.value.flatten().sort()[0])
