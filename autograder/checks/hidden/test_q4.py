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


def _weights_reason(outcome, network, batches, rate):
    """Where known mistakes take the weights, by what to say about them."""
    steps, once = [[batch] for batch in batches], [batches]
    known = {
        "They are where they come to when gradients leak from one batch into the next: look at"
        " where gradients are cleared.": steps,
        "They are where one step at the end takes them; every batch gets a step of its own.": once,
        "Only the first batch was used; every batch of the loader must be: look at where the loop"
        " ends.": steps[:1],
        "The first batch was used again and again; every batch of the loader must be used,"
        " once.": steps[:1] * len(steps),
        "The last, shorter batch was not used; every batch of the loader must be.": steps[:-1],
    }
    for text, groups in known.items():
        if _distance(outcome, _walk(network, groups, rate, groups is not steps)[0]) < 1e-4:
            return text
    return (
        "Look at the order of backward pass and step, at where gradients are cleared, and whether"
        " each batch comes once and gets a step of its own."
    )


def test_one_batch(submission, digits):
    """training_epoch takes the step of gradient descent for a single batch"""
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
    """training_epoch takes a step for every batch, each from its own gradient"""
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
        f" {_weights_reason(outcome, network, batches, 0.1)}"
    )
    assert abs(outcome.result - cost) < 1e-3, (
        f"The mean cost per sample is {cost:.4f}; training_epoch returned {outcome.result:.4f}."
        f" {_cost_reason(outcome.result, known)}"
    )


def test_training_mode(submission, digits):
    """training_epoch puts the network into training mode"""
    network = submission.known_network(784, 12, 10, seed=3, factors=FACTORS)
    outcome = submission.training_epoch(network, digits.images[:64], digits.labels[:64], 32, 0.1)
    moved = (outcome.weights[0][0] - network.weights[0][0]).abs().amax(0)
    assert moved.max() > 1e-4, (
        "The weights of the first layer have not moved, so nothing tells the network's mode."
    )
    assert moved[FACTORS == 0].max() < 1e-6, (
        "The network was not in training mode during the epoch: the weights of pixels that it drops"
        " in training have moved. Look at the modes of a module."
    )


def test_optimizer(submission, digits):
    """training_epoch uses the optimizer it is given"""
    network = submission.known_network(784, 12, 10)
    images, labels = digits.images[:64], digits.labels[:64]
    outcome = submission.training_epoch(network, images, labels, 32, digits.tiny_rate)
    assert _distance(outcome, _parts(network)) < 1e-6, (
        "With an optimizer whose learning rate is too small to change anything, the weights changed"
        " all the same. Expected the given optimizer, and no other, to change them."
    )
    outcome = submission.training_epoch(network, images, labels, 64, 0.01)
    right = _descent(network, outcome, images, labels)
    assert right >= 0.9, (
        f"With an optimizer whose learning rate is 0.01, {right:.0%} of the weights with a large"
        " gradient have moved against it; expected nearly all: the given optimizer took no step."
    )


def test_device(submission, digits):
    """training_epoch and train work on the device they are given"""
    network = submission.known_network(784, 12, 10)
    for name in ("training_epoch", "train"):
        trouble = submission.device_trouble(name, network, digits.images[:24], digits.labels[:24])
        assert not trouble, (
            f"{trouble} The network and every batch, images and labels, belong on `device`, and so"
            " does what other functions are asked to do."
        )


def test_memory(submission, digits):
    """training_epoch needs no more memory for many batches than for one"""
    network = submission.known_network(784, 10)
    most = submission.kept_graphs(network, digits.images[:80], digits.labels[:80], batch_size=8)
    assert most < 4, (
        f"At one of 10 steps the graphs of {most} earlier batches were still in memory. A cost that"
        " is a tensor keeps its graph: look at what is added up or kept for later."
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


def test_data(submission, digits):
    """train learns from the training data only, and validates on the other"""
    network = submission.known_network(784, 16, 10, seed=5, factors=FACTORS)
    images, labels = digits.images[:160], digits.labels[:160]
    others = (labels + 5) % 10  # they contradict what there is to learn
    outcome = submission.train(
        network, (images, labels), (images, others), epochs=8, batch_size=32, learning_rate=0.004
    )
    learnt = network.cost(images, labels) - outcome.cost(images, labels)
    misled = network.cost(images, others) - outcome.cost(images, others)
    assert learnt - misled > 0.2, (
        f"8 epochs took {learnt:.2f} off the cost on the training data and {misled:.2f} off that on"
        " the same images with other labels, the validation data: train trained on validation"
        " data, or learnt nothing. They are there to measure the network on what it has not learnt"
        " from."
    )
    assert outcome.result[1], "train returned no validation cost."
    masked = outcome.cost(network.in_training(images), others)
    last, expected = outcome.result[1][-1], outcome.cost(images, others)
    assert abs(last - expected) <= abs(last - masked), (  # however close these two may be
        "The network was in training mode while it was validated. Look at the modes of a module."
    )
    assert abs(last - expected) < 1e-3, (
        f"The last validation cost is {last:.4f}; the trained network's is {expected:.4f}."
    )
    _check_first_epoch(submission, digits)
    _check_second_epoch(submission, digits)


def _train(submission, digits, order=None, **options):
    """What train makes of a network with 160 samples, in this order, and others to validate."""
    order = torch.arange(160) if order is None else order
    network = submission.known_network(784, 16, 10, seed=6)
    data = digits.images[:160][order], digits.labels[:160][order]
    other = digits.test_images[:60], digits.test_labels[:60]
    return submission.train(network, data, other, **options)


def test_options(submission, digits):
    """train honours epochs, batch_size and learning_rate, and shuffles"""
    start = _parts(submission.known_network(784, 16, 10, seed=6))
    outcome = _train(submission, digits, epochs=4, batch_size=40)
    end = _parts(outcome)
    idle = sum(torch.equal(a, b) for a, b in zip(start, end))
    assert not idle, (
        f"After training, {idle} of the network's {len(start)} weights and biases has not changed."
        " Look at what the optimizer is given, and whether train works on the network itself."
    )
    steps = max(outcome.optimizer_steps, default=0)
    assert steps, "No optimizer of PyTorch's took a step."
    one = _train(submission, digits, epochs=1, batch_size=40)
    assert len(outcome.optimizer_steps) <= len(one.optimizer_steps), (
        f"{len(outcome.optimizer_steps)} optimizers took the steps of 4 epochs,"
        f" {len(one.optimizer_steps)} those of one; expected the same for the whole run, for an"
        " optimizer remembers. Look at where it is made."
    )
    assert steps == 16, (
        f"With epochs=4 and batch_size=40 the optimizer took {steps} steps over 160 training"
        f" samples, as many as with batches of {640 / steps:.0f}; expected 40 each, so 16 steps."
    )
    # Within batches of the same samples the order makes no difference, but to one that is shuffled.
    within = torch.arange(160).view(4, 40).flip(1).flatten()
    again = _parts(_train(submission, digits, within, epochs=4, batch_size=40))
    apart = sum((a - b).square().sum().item() for a, b in zip(end, again))
    moved = sum((a - b).square().sum().item() for a, b in zip(end, start))
    assert apart > 1e-6 * moved, (
        "Two trainings went through the training data in the same order; it should be shuffled."
    )
    still = _train(submission, digits, epochs=1, learning_rate=digits.tiny_rate)
    assert _distance(still, start) < 1e-6, (
        f"With learning_rate={digits.tiny_rate:.10f} the weights changed. Look at what is passed to"
        " the optimizer."
    )
    trouble = submission.default_trouble("train", epochs=10, batch_size=32, learning_rate=0.001)
    assert not trouble, trouble


def test_learns(exam):
    """train makes the grader's network recognise glyphs that nobody has seen before"""
    assert exam.accuracy >= exam.threshold, (
        f"Trained by your train, the grader's network got {exam.accuracy:.1%} of the hidden glyphs"
        f" right; {exam.threshold:.1%} are needed. Look at the optimizer and at the learning rate."
    )
