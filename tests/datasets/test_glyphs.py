"""Glyphs: new classes for each seed, which a network learns and a linear map does not."""

import time

import pytest
import torch
from torch import Tensor

from autograder.datasets import glyphs
from autograder.datasets.idx import Digits


def draw_glyphs(seed: int, *counts: int) -> tuple[Digits, ...]:
    """Draw so many images of the same ten classes."""
    generator = torch.Generator().manual_seed(seed)
    shapes = glyphs.draw_shapes(generator)
    return tuple(glyphs.draw_glyphs(shapes, count, generator) for count in counts)


def _flat(digits: Digits) -> Tensor:
    return digits.images.flatten(1).float() / 255


def _accuracy(scores: Tensor, digits: Digits) -> float:
    return (scores.argmax(1) == digits.labels).float().mean().item()


def _nearest_centroid(training: Digits, hidden: Digits) -> float:
    images = _flat(training)
    centres = torch.stack([images[training.labels == one].mean(0) for one in range(10)])
    return _accuracy(-torch.cdist(_flat(hidden), centres), hidden)


def _ridge(training: Digits, hidden: Digits) -> float:
    """The accuracy of a linear map, with the decay that suits it best."""
    images = torch.nn.functional.pad(_flat(training), (0, 1), value=1.0)
    others = torch.nn.functional.pad(_flat(hidden), (0, 1), value=1.0)
    right = images.T @ torch.nn.functional.one_hot(training.labels, 10).float()
    square, unit = images.T @ images, torch.eye(785)
    maps = [torch.linalg.solve(square + decay * unit, right) for decay in (3, 30, 100, 300)]
    return max(_accuracy(others @ one, hidden) for one in maps)


def _network(training: Digits, hidden: Digits) -> float:
    torch.manual_seed(0)
    network = torch.nn.Sequential(
        torch.nn.Linear(784, 48), torch.nn.ReLU(), torch.nn.Linear(48, 10)
    )
    optimizer = torch.optim.AdamW(network.parameters(), 0.01)
    images = _flat(training)
    for _ in range(12):
        for batch in torch.randperm(len(images)).split(32):
            optimizer.zero_grad()
            cost = torch.nn.functional.cross_entropy(network(images[batch]), training.labels[batch])
            cost.backward()
            optimizer.step()
    with torch.no_grad():
        return _accuracy(network(_flat(hidden)), hidden)


def test_the_same_seed_draws_the_same_images_and_another_seed_others() -> None:
    (first,), (again,), (other,) = draw_glyphs(1, 50), draw_glyphs(1, 50), draw_glyphs(2, 50)
    assert torch.equal(first.images, again.images) and torch.equal(first.labels, again.labels)
    assert not torch.equal(first.images, other.images)
    assert not torch.equal(first.labels, other.labels)


def test_images_have_the_form_of_mnists_and_no_two_are_equal() -> None:
    training, hidden = draw_glyphs(3, 600, 400)
    images = torch.cat([training.images, hidden.images])
    assert images.shape == (1000, 28, 28) and images.dtype == torch.uint8
    assert images.min() == 0 and images.max() == 255
    assert len(images.flatten(1).unique(dim=0)) == 1000
    assert training.labels.dtype == torch.int64
    assert training.labels.bincount().tolist() == [60] * 10
    assert hidden.labels.bincount().tolist() == [40] * 10


def test_no_part_is_too_small() -> None:
    assert [len(part) for part in draw_glyphs(4, 0, 1, 300)] == [0, 1, 300]


def test_drawing_all_images_of_a_run_is_quick() -> None:
    times = []
    for seed in range(5):
        begun = time.process_time()
        draw_glyphs(seed, 1_437, 200, 1_000)
        times.append(time.process_time() - begun)
    assert min(times) < 0.5


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_a_network_learns_them_and_linear_maps_do_not(seed: int) -> None:
    training, hidden = draw_glyphs(seed, 1_437, 1_000)
    assert _network(training, hidden) > 0.9
    assert _ridge(training, hidden) < 0.82
    assert _nearest_centroid(training, hidden) < 0.75


def test_a_network_trained_on_other_glyphs_is_worth_a_guess() -> None:
    training, _ = draw_glyphs(21, 1_437, 0)
    _, hidden = draw_glyphs(22, 0, 1_000)
    assert _network(training, hidden) < 0.4
