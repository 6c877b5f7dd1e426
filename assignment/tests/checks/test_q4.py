"""q4: training."""

import torch

SMALL_RATE = 1e-5  # a learning rate with which weights move, and costs stay as they are


def _descent(network, outcome, images, labels):
    """How much of the gradient, by its size, the weights have moved against: from 0 to 1."""
    before = [part.clone().requires_grad_() for pair in network.weights for part in pair]
    after = [part for pair in outcome.weights for part in pair]
    layers = type(network)(list(zip(before[::2], before[1::2])))
    cost = -layers.log_prob(images).gather(1, labels[:, None]).mean()
    gradients = torch.autograd.grad(cost, before)
    descended = sum(
        (gradient.abs() * ((b - a) * gradient > 0)).sum().item()
        for a, b, gradient in zip(after, before, gradients)
    )
    return descended / sum(gradient.abs().sum().item() for gradient in gradients)


def test_epoch_lowers_the_cost(submission, digits):
    """training_epoch changes the weights so that the cost falls"""
    network = submission.known_network(784, 16, 10)
    images, labels = digits.images[:256], digits.labels[:256]
    outcome = submission.training_epoch(network, images, labels, batch_size=32, learning_rate=0.1)
    moved = any(
        not torch.equal(before, after)
        for (before, _), (after, _) in zip(network.weights, outcome.weights)
    )
    assert moved, (
        "After an epoch no weight has changed. Every batch needs its gradient, and then a step of"
        " the optimizer."
    )
    before, after = network.cost(images, labels), outcome.cost(images, labels)
    assert after < before, (
        f"An epoch took the cost from {before:.4f} to {after:.4f}; it should fall. Look at the"
        " gradient's sign, and whether gradients are cleared between batches."
    )
    share = _descent(network, outcome, images, labels)
    assert share > 0.6, (
        f"The cost has fallen, but the weights have moved against {share:.0%} of its gradient only;"
        " gradient descent moves them against nearly all of it. Look at whether every batch gets a"
        " backward pass, and then a step of the optimizer."
    )


def test_epoch_cost(submission, digits):
    """training_epoch returns the mean cost per sample"""
    network = submission.known_network(784, 12, 10)
    images, labels = digits.images[:50], digits.labels[:50]
    outcome = submission.training_epoch(
        network, images, labels, batch_size=20, learning_rate=SMALL_RATE
    )
    expected = network.cost(images, labels)
    assert abs(outcome.result - expected) < 1e-3, (
        f"With a learning rate that changes little the mean cost of these 50 samples is"
        f" {expected:.4f}; yours is {outcome.result:.4f}. The last batch is shorter: look at how"
        " batches are averaged."
    )
    share = _descent(network, outcome, images, labels)
    assert share > 0.8, (
        f"The cost is right, but belongs to no training: with a learning rate of {SMALL_RATE:g} the"
        f" weights have moved against {share:.0%} of its gradient; expected nearly all of it. Look"
        " at whether every batch gets a backward pass, and then a step of the optimizer."
    )


def test_train(submission, digits):
    """train returns one training cost and one validation cost for each epoch"""
    network = submission.known_network(784, 16, 10)
    data = digits.images[:600], digits.labels[:600]
    other = digits.test_images[:100], digits.test_labels[:100]
    outcome = submission.train(network, data, other, epochs=8, batch_size=32, learning_rate=0.005)
    training, validation = outcome.result
    assert len(training) == len(validation) == 8, (
        f"train(epochs=8) returned {len(training)} training costs and {len(validation)} validation"
        " costs; expected 8 of each."
    )
    assert training[-1] < 0.95 * training[0], (
        f"The training cost went from {training[0]:.4f} to {training[-1]:.4f} in 8 epochs; it"
        " should fall by more than a twentieth. Look at whether every epoch goes on from the last"
        " one's weights."
    )
    expected = outcome.cost(*other)
    hits = (outcome.log_prob(other[0]).argmax(1) == other[1]).float().mean().item()
    known = {
        "It is the accuracy.": hits,
        "It is the cost on the training data.": outcome.cost(*data),
        "The lists are the wrong way round.": validation[-1] + expected - training[-1],
        "The network that train was given is still as it was: look at which one is trained.": (
            validation[-1] + expected - network.cost(*other)
        ),
    }
    reasons = [text for text, value in known.items() if abs(validation[-1] - value) < 1e-3]
    reason = reasons[0] if reasons else "Look at when the network is measured, and on which data."
    assert abs(validation[-1] - expected) < 1e-3, (
        f"The last validation cost is {validation[-1]:.4f}, but the trained network's cost on the"
        f" validation data is {expected:.4f}. {reason}"
    )
    before, after = network.cost(*data), outcome.cost(*data)
    assert after < 0.95 * before, (
        f"Computed from the network's weights, its cost on the training data went from"
        f" {before:.4f} to {after:.4f} in 8 epochs; it should fall by more than a twentieth. Look"
        " at whether train changes the network that it is given."
    )
    images, labels = digits.images[:160], digits.labels[:160]
    single = submission.train(
        network, (images, labels), (images, labels), epochs=1, batch_size=160, learning_rate=0.003
    )
    share = _descent(network, single, images, labels)
    assert share > 0.8, (
        f"After an epoch of one batch the weights have moved against {share:.0%} of the cost's"
        " gradient on the training data; expected nearly all of it. Look at what train learns from,"
        " and at what the optimizer is given."
    )
