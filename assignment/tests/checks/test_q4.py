"""q4: training."""

import torch

FACTORS = 2.0 * (torch.arange(784) % 3 > 0)  # a third of the pixels are dropped in training mode
SMALL_RATE = 1e-5  # a learning rate with which weights move, and costs stay as they are


def _parts(network):
    return [part for pair in network.weights for part in pair]


def _batches(images, labels, size):
    return list(zip(images.split(size), labels.split(size)))


def _gradient(network, weights, images, labels):
    """The cost of a batch in training mode, and its gradient for each part of `weights`."""
    weights = [part.detach().clone().requires_grad_() for part in weights]
    layers = type(network)(list(zip(weights[::2], weights[1::2])))
    log_prob = layers.log_prob(network.in_training(images))
    cost = -log_prob.gather(1, labels[:, None]).mean()
    return cost.item(), torch.autograd.grad(cost, weights)


def _descent(network, outcome, images, labels):
    """How much of the gradient, by its size, the weights have moved against: from 0 to 1."""
    _, gradients = _gradient(network, _parts(network), images, labels)
    moved = [a - b for a, b in zip(_parts(network), _parts(outcome))]
    descended = sum((g.abs() * (m * g > 0)).sum().item() for m, g in zip(moved, gradients))
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


def _distance(outcome, expected):
    """How far the weights are from the expected ones, at most; infinite if some are NaN."""
    found = [part for pair in outcome.weights for part in pair]
    return max((a - b).abs().nan_to_num(torch.inf).max().item() for a, b in zip(found, expected))


def _walk(network, groups, rate, cleared=True):
    """Return the weights after gradient descent, a step for each group of batches.

    The gradients of a group add up; those of all groups if they are not `cleared`.
    """
    weights = _parts(network)
    sums = [torch.zeros_like(part) for part in weights]
    for group in groups:
        sums = [torch.zeros_like(part) for part in weights] if cleared else sums
        for images, labels in group:
            _, gradients = _gradient(network, weights, images, labels)
            sums = [a + b for a, b in zip(sums, gradients)]
        weights = [part - rate * gradient for part, gradient in zip(weights, sums)]
    return weights


def _weights_reason(outcome, network, batches, rate):
    """Where known mistakes take the weights, by what to say about them."""
    steps = [[batch] for batch in batches]
    known = {
        "They are where they come to when gradients leak from one batch into the next: look at"
        " where gradients are cleared.": steps,
        "They are where one step at the end takes them; every batch gets a step of its own.": [
            batches
        ],
        "Only the first batch was used; every batch of the loader must be: look at where the loop"
        " ends.": steps[:1],
        "The first batch was used again and again; every batch of the loader must be used, once.": (
            steps[:1] * len(steps)
        ),
        "The last, shorter batch was not used; every batch of the loader must be.": steps[:-1],
    }
    for text, groups in known.items():
        if _distance(outcome, _walk(network, groups, rate, groups is not steps)) < 1e-4:
            return text
    return (
        "Look at the order of backward pass and step, at where gradients are cleared, and whether"
        " each batch comes once and gets a step of its own."
    )


def test_steps(submission, digits):
    """training_epoch takes a step for every batch, each from its own gradient"""
    images, labels = digits.images[:150], digits.labels[:150]
    batches = _batches(images, labels, 32)
    network = submission.known_network(784, 12, 10, seed=2)
    expected = _walk(network, [[batch] for batch in batches], 0.1)
    outcome = submission.training_epoch(network, images, labels, 32, 0.1)
    assert _distance(outcome, expected) < 1e-3, (
        "After several batches the weights are not where gradient descent takes them."
        f" {_weights_reason(outcome, network, batches, 0.1)}"
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
    assert right > 0.8, (
        f"With an optimizer whose learning rate is 0.01, the weights have moved against {right:.0%}"
        " of the cost's gradient; expected nearly all: the given optimizer took no step."
    )


def test_memory(submission, digits):
    """training_epoch needs no more memory for many batches than for one"""
    network = submission.known_network(784, 10)
    most = submission.kept_graphs(network, digits.images[:80], digits.labels[:80], batch_size=8)
    assert most < 4, (
        f"At one of 10 steps the graphs of {most} earlier batches were still in memory. A cost that"
        " is a tensor keeps its graph: look at what is added up or kept for later."
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
    first, cost = single.result[0][0], network.cost(images, labels)
    assert abs(first - cost) < 1e-3, (
        f"In an epoch of one batch the training cost is that of the first weights, {cost:.4f}, each"
        f" batch measured before its own step; train returned {first:.4f}, and after the epoch,"
        f" not during it, the network costs {single.cost(images, labels):.4f}."
    )
    share = _descent(network, single, images, labels)
    assert share > 0.8, (
        f"After an epoch of one batch the weights have moved against {share:.0%} of the cost's"
        " gradient on the training data; expected nearly all of it. Look at what train learns from,"
        " and at what the optimizer is given."
    )


def _is_nearer(found, expected, other):
    """Whether a cost is rather the expected one than another, however close these two may be."""
    return abs(found - expected) <= abs(found - other)


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
    costs, expected = outcome.result[1], outcome.cost(images, others)
    if min(abs(cost - expected) for cost in costs) < 1e-3:
        return  # mostly that of the last epoch; of another, where the best weights were put back
    masked = outcome.cost(network.in_training(images), others)
    assert _is_nearer(costs[-1], expected, masked), (
        "The network was in training mode while it was validated. Look at the modes of a module."
    )
    raise AssertionError(
        f"The last validation cost is {costs[-1]:.4f}; the trained network's is {expected:.4f}."
    )


def _train(submission, digits, order=None, **options):
    """What train makes of a network with 160 samples, in this order, and others to validate."""
    order = torch.arange(160) if order is None else order
    network = submission.known_network(784, 16, 10, seed=6)
    data = digits.images[:160][order], digits.labels[:160][order]
    return submission.train(
        network, data, (digits.test_images[:60], digits.test_labels[:60]), **options
    )


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
    # Five steps of AdamW with 0.001 move a weight by 0.005; a schedule may end at 1e-5 or 1e-6.
    assert _distance(still, start) < 1e-4, (
        f"With learning_rate={digits.tiny_rate:.10f} the weights changed. Look at what is passed to"
        " the optimizer."
    )
    trouble = submission.default_trouble("train", epochs=10, batch_size=32, learning_rate=0.001)
    assert not trouble, trouble


def test_device(submission, digits):
    """training_epoch and train work on the device they are given"""
    network = submission.known_network(784, 12, 10)
    for name in ("training_epoch", "train"):
        trouble = submission.device_trouble(name, network, digits.images[:24], digits.labels[:24])
        assert not trouble, (
            f"{trouble} The network and every batch, images and labels, belong on `device`, and so"
            " does what other functions are asked to do."
        )
