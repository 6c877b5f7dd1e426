"""q4: training by gradient descent."""

import torch
from torch import nn
from torch.optim import Optimizer
from torch.utils.data import DataLoader, Dataset

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate


def training_epoch(
    model: nn.Module,
    loader: DataLoader,
    optimizer: Optimizer,
    device: torch.device | str = "cpu",
) -> float:
    """Train for one pass over the data: one step of gradient descent for each batch.

    Args:
        model: a network on `device`; its weights change.
        loader: batches `(images, labels)`: float32 (N, CHANNELS, ROWS, COLUMNS) and int64 (N,).
        optimizer: updates the weights of `model`. It outlives the epoch: what it remembers, such
            as momentum, carries over from one epoch to the next.
        device: where the model lives and the batches go.

    Returns:
        The mean cost per sample in nats, each batch measured just before its own step and
        weighted by its size: the last batch may be shorter.
    """
    # TODO q4: take one step per batch; return the mean cost per sample
    raise NotImplementedError("q4: take one step per batch; return the mean cost per sample")


def train(
    model: nn.Module,
    training_data: Dataset,
    validation_data: Dataset,
    epochs: int = 10,
    batch_size: int = 32,
    learning_rate: float = 1e-3,
    device: torch.device | str = "cpu",
) -> tuple[list[float], list[float]]:
    """Train a network in place with AdamW, or what learns as well, one optimizer for the whole run.

    Args:
        model: the network; it is moved to `device` and its weights change.
        training_data: pairs `(image, label)` to learn from, in a new order each epoch.
        validation_data: pairs `(image, label)` the network never learns from.
        epochs: number of passes over `training_data`.
        batch_size: samples for each step of gradient descent.
        learning_rate: the size of the optimizer's steps.
        device: where to train.

    Returns:
        `(training_costs, validation_costs)`: mean costs per sample in nats, a float an epoch in
        each list; the validation cost is measured after its epoch.
    """
    # TODO q4: train for all epochs; return both lists of costs
    raise NotImplementedError("q4: train for all epochs; return both lists of costs")
