"""q4: training.

What is said here of training_epoch and train follows from numbers: weights, and costs that belong
to them. Only device, memory, steps and optimizers are counted where the student's code runs.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import itertools


def _descent(network, outcome, images, labels):
    """How many weights with a large gradient have moved against it: the smallest share of a part"""
    _, gradients = network.gradient(network.parts(), images, labels)
    against = [
        ((before - now) * gradient)[gradient.abs() >= 0.3 * gradient.abs().max()] > 0
        for before, now, gradient in zip(network.parts(), outcome.parts(), gradients)
    ]
    return min(right.float().mean().item() for right in against)


def _mean(costs, count, batch_size):
    """The mean per sample of the batches' costs."""
    starts = range(0, count, batch_size)
    return sum(cost * min(batch_size, count - at) for cost, at in zip(costs, starts)) / count


def _known_costs(costs, later, count, batch_size):
    """What known mistakes return, by the hints that name them."""
    total, mean = sum(costs), _mean(costs, count, batch_size)
    return {
        "q4.sum-of-batches": total,
        "q4.sum-of-samples": mean * count,
        "q4.last-cost": costs[-1],
        "q4.first-cost": costs[0],
        "q4.mean-of-batches": total / len(costs),
        "q4.divided-twice": total / count,
        "q4.after-its-step": _mean(later, count, batch_size),
    }


def _cost_reason(found, known):
    """The hint for one of the known costs, if one was found."""
    near = (hint for hint, value in known.items() if abs(value - found) < 1e-4)
    return next(near, "q4.averaging")


def test_one_batch(submission, digits):
    """training_epoch takes the step of gradient descent for a single batch

    Weights and cost after a single batch.
    """
    network = submission.known_network(12, seed=1)
    images, labels = digits.images[:32], digits.labels[:32]
    expected, costs, later = network.descend([[(images, labels)]], 0.1)
    outcome = submission.training_epoch(network, images, labels, 32, 0.1)
    assert outcome.distance(expected) < 1e-4, dict(hint="q4.one-step")
    assert abs(outcome.result - costs[0]) < 1e-3, dict(
        hint="q4.cost-of-one-batch", expected=costs[0], found=outcome.result,
        because=_cost_reason(outcome.result, _known_costs(costs, later, 32, 32)),
    )  # fmt: skip


def test_many_batches(submission, digits):
    """training_epoch returns the mean of what all batches cost, each before its step

    The cost of an epoch in which the weights move far.
    """
    images, labels = digits.images[:129], digits.labels[:129]  # the last batch is a single image
    batches = list(zip(images.split(32), labels.split(32)))
    for seed in itertools.count(2, 100):  # until no known mistake's cost is near the right one
        network = submission.known_network(12, seed=seed)
        expected, costs, later = network.descend([[batch] for batch in batches], 0.1)
        cost, known = _mean(costs, 129, 32), _known_costs(costs, later, 129, 32)
        if all(abs(other - cost) > 0.005 for other in known.values()):
            break
    outcome = submission.training_epoch(network, images, labels, 32, 0.1)
    assert outcome.distance(expected) < 1e-3, dict(hint="q4.several-steps")
    assert abs(outcome.result - cost) < 1e-3, dict(
        hint="q4.cost-of-an-epoch", because=_cost_reason(outcome.result, known),
        expected=cost, found=outcome.result,
    )  # fmt: skip


def _full_batch(submission, digits, epochs, factors=None):
    """A known network, and what train makes of it in `epochs` of one batch of all 160 samples.

    They are the validation data, too.
    """
    network = submission.known_network(16, seed=4, factors=factors)
    data = digits.images[:160], digits.labels[:160]
    options = {"epochs": epochs, "batch_size": 160, "learning_rate": 0.01}
    outcome = submission.train(network, data, data, **options)
    lengths = [len(costs) for costs in outcome.result]
    assert lengths == [epochs, epochs], dict(
        hint="q4.numbers-of-costs", epochs=epochs, training=lengths[0], validation=lengths[1]
    )
    return network, outcome


def _check_first_epoch(submission, digits):
    """One epoch of one full batch: it follows the gradient, and costs what the first weights do."""
    network, outcome = _full_batch(
        submission, digits, 1, 3 * digits.factors
    )  # so costs are far apart
    images, labels = digits.images[:160], digits.labels[:160]
    cost, _ = network.gradient(network.parts(), images, labels)
    after, _ = network.gradient(outcome.parts(), images, labels)
    training = outcome.result[0][0]
    mistakes = {
        "q4.trained-in-another-mode": [network.cost(images, labels)],
        "q4.cost-after-the-epoch": [after, outcome.cost(images, labels)],
    }
    reason, other = min(
        ((hint, one) for hint, values in mistakes.items() for one in values),
        key=lambda mistake: abs(training - mistake[1]),
    )
    mistaken = abs(training - other) < min(0.05, abs(training - cost))
    assert not mistaken, dict(hint=reason, found=training)
    assert abs(training - cost) < 1e-3, dict(
        hint="q4.cost-of-the-first-weights", expected=cost, found=training
    )
    right = _descent(network, outcome, images, labels)
    assert right >= 0.9, dict(hint="q4.large-gradients", share=right)


def _check_second_epoch(submission, digits):
    """Two epochs of one full batch: the second goes on from the weights that the first left."""
    _, single = _full_batch(submission, digits, 1)
    _, outcome = _full_batch(submission, digits, 2)
    first, second = outcome.result[0]
    expected = single.cost(digits.images[:160], digits.labels[:160])
    # A rate that depends on the number of epochs leads elsewhere; validation says where.
    expected = min(expected, outcome.result[1][0], key=lambda cost: abs(cost - second))
    assert abs(second - first) > 1e-6 and abs(second - expected) < 1e-3, dict(
        hint="q4.second-epoch", first=first, second=second, expected=expected
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
    assert exam.accuracy >= exam.threshold, dict(
        hint="q4.hidden-accuracy", found=exam.accuracy, threshold=exam.threshold
    )
