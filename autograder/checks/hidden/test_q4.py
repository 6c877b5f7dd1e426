"""q4: training.

What is said here of training_epoch and train follows from numbers: weights, and costs that belong
to them. Only device, memory, steps and optimizers are counted where the student's code runs.
"""

import itertools

import torch

FACTORS = 2.0 * (torch.arange(784) % 3 > 0)  # a third of the pixels are dropped in training mode


def _walk(network, groups, rate, cleared=True):
    """Gradient descent by hand, a step for each group of batches, in training mode.

    Returns the weights, each batch's cost, and each step's last batch's cost after the step. The
    gradients of a group add up; those of all groups if they are not `cleared`.
    """
    weights = _parts(network)
    zeros = sums = [torch.zeros_like(part) for part in weights]
    costs, later = [], []
    for group in groups:
        sums = zeros if cleared else sums
        for images, labels in group:
            cost, gradients = _gradient(network, weights, images, labels)
            sums = [a + b for a, b in zip(sums, gradients)]
            costs.append(cost)
        weights = [part - rate * gradient for part, gradient in zip(weights, sums)]
        later.append(_gradient(network, weights, images, labels)[0])
    return weights, costs, later


def _gradient(network, weights, images, labels):
    """The cost of a batch in training mode, and its gradient for each part of `weights`."""
    weights = [part.detach().clone().requires_grad_() for part in weights]
    layers = type(network)(list(zip(weights[::2], weights[1::2])))
    log_prob = layers.log_prob(network.in_training(images))
    cost = -log_prob.gather(1, labels[:, None]).mean()
    return cost.item(), torch.autograd.grad(cost, weights)


def _descent(network, outcome, images, labels):
    """How many weights with a large gradient have moved against it: the smallest share of a part"""
    _, gradients = _gradient(network, _parts(network), images, labels)
    against = [
        ((before - now) * gradient)[gradient.abs() >= 0.3 * gradient.abs().max()] > 0
        for before, now, gradient in zip(_parts(network), _parts(outcome), gradients)
    ]
    return min(right.float().mean().item() for right in against)


def _distance(outcome, expected):
    """How far the weights are from the expected ones, at most; infinite if some are NaN."""
    pairs = zip(_parts(outcome), expected)
    return max((a - b).abs().nan_to_num(torch.inf).max().item() for a, b in pairs)


def _parts(network):
    return [part for pair in network.weights for part in pair]


def _mean(costs, count, batch_size):
    """The mean per sample of the batches' costs."""
    starts = range(0, count, batch_size)
    return sum(cost * min(batch_size, count - at) for cost, at in zip(costs, starts)) / count


def _known_costs(costs, later, count, batch_size):
    """What known mistakes return, by what to say about them."""
    total, mean = sum(costs), _mean(costs, count, batch_size)
    of_batches, after_steps = total / len(costs), _mean(later, count, batch_size)
    return {
        "It is the sum of the batches' costs; expected the mean.": total,
        "It is the sum over all samples; expected the mean.": mean * count,
        "It is the cost of the last batch only.": costs[-1],
        "It is the cost of the first batch only: look at where the loop ends.": costs[0],
        "It averages the batches, whatever their sizes; the last one is shorter.": of_batches,
        "A batch's cost is a mean already, and it is divided by its size again.": total / count,
        "It measures each batch after its step; expected just before its own step.": after_steps,
    }


def _cost_reason(found, known):
    """Say which of the known costs was found."""
    usual = "Look at how the costs of the batches are averaged."
    return next((text for text, value in known.items() if abs(value - found) < 1e-4), usual)


def test_one_batch(submission, digits):
    """training_epoch takes the step of gradient descent for a single batch

    Weights and cost after a single batch.
    """
    network = submission.known_network(784, 12, 10, seed=1)
    images, labels = digits.images[:32], digits.labels[:32]
    expected, costs, later = _walk(network, [[(images, labels)]], 0.1)
    outcome = submission.training_epoch(network, images, labels, 32, 0.1)
    assert _distance(outcome, expected) < 1e-4, (
        "After one batch the weights are not where one step of the optimizer takes them. Expected"
        " exactly one backward pass and one step for each batch."
    )
    assert abs(outcome.result - costs[0]) < 1e-3, (
        f"The cost of the only batch is {costs[0]:.4f}; training_epoch returned"
        f" {outcome.result:.4f}."
        f" {_cost_reason(outcome.result, _known_costs(costs, later, 32, 32))}"
    )


def test_many_batches(submission, digits):
    """training_epoch returns the mean of what all batches cost, each before its step

    The cost of an epoch in which the weights move far.
    """
    images, labels = digits.images[:150], digits.labels[:150]
    batches = list(zip(images.split(32), labels.split(32)))
    for seed in itertools.count(2, 100):  # until no known mistake's cost is near the right one
        network = submission.known_network(784, 12, 10, seed=seed)
        expected, costs, later = _walk(network, [[batch] for batch in batches], 0.1)
        cost, known = _mean(costs, 150, 32), _known_costs(costs, later, 150, 32)
        if all(abs(other - cost) > 0.005 for other in known.values()):
            break
    outcome = submission.training_epoch(network, images, labels, 32, 0.1)
    assert _distance(outcome, expected) < 1e-3, (
        "After several batches the weights are not where gradient descent takes them."
        " Look at where gradients are cleared, and whether each batch comes once and gets a step of"
        " its own."
    )
    assert abs(outcome.result - cost) < 1e-3, (
        f"The mean cost per sample is {cost:.4f}; training_epoch returned {outcome.result:.4f}."
        f" {_cost_reason(outcome.result, known)}"
    )


def _full_batch(submission, digits, epochs, factors=None):
    """A known network, and what train makes of it in `epochs` of one batch of all 160 samples.

    They are the validation data, too.
    """
    network = submission.known_network(784, 16, 10, seed=4, factors=factors)
    data = digits.images[:160], digits.labels[:160]
    options = {"epochs": epochs, "batch_size": 160, "learning_rate": 0.01}
    outcome = submission.train(network, data, data, **options)
    lengths = [len(costs) for costs in outcome.result]
    assert lengths == [epochs, epochs], (
        f"train(epochs={epochs}) returned {lengths[0]} training costs and {lengths[1]} validation"
        f" costs; expected {epochs} of each."
    )
    return network, outcome


def _check_first_epoch(submission, digits):
    """One epoch of one full batch: it follows the gradient, and costs what the first weights do."""
    network, outcome = _full_batch(submission, digits, 1, 3 * FACTORS)  # so costs are far apart
    images, labels = digits.images[:160], digits.labels[:160]
    cost, _ = _gradient(network, _parts(network), images, labels)
    after, _ = _gradient(network, _parts(outcome), images, labels)
    training = outcome.result[0][0]
    later = (
        f"The first training cost, {training:.4f}, is what the trained network has after the epoch;"
        " expected the mean of what the batches cost during it, each before its own step."
    )
    mistakes = [
        ("The network was not in training mode while it was trained. Look at the modes of a"
         " module.", network.cost(images, labels)),
        (later, after),
        (later, outcome.cost(images, labels)),
    ]  # fmt: skip
    reason, other = min(mistakes, key=lambda mistake: abs(training - mistake[1]))
    assert abs(training - cost) <= abs(training - other), reason
    assert abs(training - cost) < 1e-3, (
        f"In an epoch of one batch the training cost is that of the first weights, {cost:.4f};"
        f" train returned {training:.4f}."
    )
    right = _descent(network, outcome, images, labels)
    assert right >= 0.9, (
        f"After an epoch of one batch {right:.0%} of the weights with a large gradient on the"
        " training data have moved against it; expected nearly all. Look at what train learns"
        " from, and at what the optimizer is given."
    )


def _check_second_epoch(submission, digits):
    """Two epochs of one full batch: the second goes on from the weights that the first left."""
    _, single = _full_batch(submission, digits, 1)
    _, outcome = _full_batch(submission, digits, 2)
    first, second = outcome.result[0]
    expected = single.cost(digits.images[:160], digits.labels[:160])
    # A rate that depends on the number of epochs leads elsewhere; validation says where.
    expected = min(expected, outcome.result[1][0], key=lambda cost: abs(cost - second))
    assert abs(second - first) > 1e-6 and abs(second - expected) < 1e-3, (
        f"With one batch an epoch the training costs were {first:.4f} and {second:.4f}; after the"
        f" first epoch the network costs {expected:.4f}. Every epoch goes on from the last one's"
        " weights, and its cost is measured before its steps."
    )


def test_first_epochs(submission, digits):
    """train follows the gradient, and every epoch goes on from the last one

    The costs and the weights of the first two epochs of `train`.
    """
    _check_first_epoch(submission, digits)
    _check_second_epoch(submission, digits)


def test_learns(exam):
    """train makes the grader's network recognise glyphs that nobody has seen before

    The accuracy that your `train` brings a network of the grader's to, on hidden glyphs.
    """
    assert exam.accuracy >= exam.threshold, (
        f"Trained by your train, the grader's network got {exam.accuracy:.1%} of the hidden glyphs"
        f" right; {exam.threshold:.1%} are needed. Look at the optimizer and at the learning rate."
    )
