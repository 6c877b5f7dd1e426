"""q5: evaluation."""

import math

import torch


def test_known_accuracy(submission, digits, generator):
    """evaluate and accuracy are right for a network with known predictions"""
    network = submission.known_network(784, 10)
    images = digits.images[:50]
    labels = network.log_prob(images).argmax(1)
    wrong = int(torch.randint(5, 20, (), generator=generator))
    labels[:wrong] = (labels[:wrong] + 1) % 10
    right = 50 - wrong
    _, fraction = submission.evaluate(network, images, labels).result
    assert abs(fraction - right / 50) < 1e-6, (
        f"A network that gets {right} of 50 images right has an accuracy of {right / 50:g};"
        f" evaluate says {fraction:g}. Accuracy is a fraction of the whole dataset."
    )
    fraction = submission.accuracy(network, images, labels).result
    assert abs(fraction - right / 50) < 1e-6, (
        f"A network that gets {right} of 50 images right has an accuracy of {right / 50:g};"
        f" accuracy says {fraction:g}."
    )


def test_known_cost(submission, digits):
    """evaluate returns the mean cost per sample"""
    network = submission.known_network(784, 10)
    images, labels = digits.images[:50], digits.labels[:50]
    expected = network.cost(images, labels)
    cost, _ = submission.evaluate(network, images, labels).result
    assert abs(cost - expected) < 1e-3, (
        f"The mean cost of this network is {expected:.4f} nats per sample; evaluate says"
        f" {cost:.4f}. It is the first number of the pair (cost, accuracy)."
    )


def test_chance_cost(submission, generator):
    """chance_cost is the cost of guessing"""
    for num_classes in (10, 2, int(torch.randint(3, 1000, (), generator=generator))):
        expected = math.log(num_classes)
        cost = submission.chance_cost(num_classes=num_classes)
        assert abs(cost - expected) < 1e-6, (
            f"Guessing among {num_classes} classes gives each the probability 1/{num_classes} and"
            f" costs {expected:.4f} nats; chance_cost({num_classes}) says {cost:.4f}. Nats are made"
            " by natural logarithms."
        )
    trouble = submission.default_trouble("chance_cost", num_classes=10)
    assert not trouble, trouble


def _partly_right(submission, digits, generator, **options):
    """A network, 200 samples of which it gets between a quarter and three quarters right, and the
    fraction that it gets right, in evaluation mode."""
    network = submission.known_network(784, 32, 10, seed=1, **options)
    images = digits.images[:200]
    labels = network.log_prob(images).argmax(1)
    wrong = int(torch.randint(50, 150, (), generator=generator))
    labels[:wrong] = (labels[:wrong] + 1) % 10
    return network, images, labels, 1 - wrong / 200


def _with_dropout(submission, digits, generator):
    """What `_partly_right` makes of a network that drops pixels, chosen so that its cost and its
    accuracy are others in training mode."""
    while True:
        factors = 4.0 * torch.randint(0, 2, (784,), generator=generator)  # in training mode
        found = _partly_right(submission, digits, generator, factors=factors)
        network, images, labels, hits = found
        log_prob = network.log_prob(network.in_training(images))
        other = (log_prob.argmax(1) == labels).float().mean().item()
        cost = -log_prob.gather(1, labels[:, None]).mean().item()
        if abs(other - hits) > 0.05 and abs(cost - network.cost(images, labels)) > 0.05:
            return found


def _measured(found, network, images, labels, hits):
    """Whether one of the numbers found is the network's cost or its accuracy, be it in per cent:
    that is another check's business."""
    expected = hits, 100 * hits, network.cost(images, labels)
    return any(abs(one - value) < 1e-3 for one in found for value in expected)


def test_mode(submission, digits, generator):
    """evaluate measures in evaluation mode and restores the mode it found"""
    network, images, labels, hits = _with_dropout(submission, digits, generator)
    for name in ("evaluate", "accuracy"):
        for training in (True, False):
            outcome = getattr(submission, name)(network, images, labels, training=training)
            found = outcome.result if name == "evaluate" else [outcome.result]
            mode = "training" if training else "evaluation"
            assert _measured(found, network, images, labels, hits), (
                f"A network with dropout came to {name} in {mode} mode, and it did not find what"
                " it costs, or how often it is right, without dropout. Look at whether it was in"
                " training mode while it was evaluated, and at what is measured."
            )
            assert outcome.training == training, (
                f"The network came to {name} in {mode} mode and was not left in it."
            )


def test_no_gradients(submission, digits):
    """evaluate records no gradients"""
    network = submission.known_network(784, 10)
    outcome = submission.evaluate(network, digits.images[:64], digits.labels[:64])
    assert outcome.calls, "evaluate never ran the network."
    assert not any(call.gradients for call in outcome.calls), (
        "Gradients were recorded during the evaluation, which costs memory and time for nothing."
    )


def test_device(submission, digits):
    """evaluate and accuracy work on the device they are given"""
    network = submission.known_network(784, 12, 10)
    for name in ("evaluate", "accuracy"):
        trouble = submission.device_trouble(name, network, digits.images[:24], digits.labels[:24])
        assert not trouble, (
            f"{trouble} The network and every batch, images and labels, belong on `device`."
        )


def test_leaves_the_network_alone(submission, digits, generator):
    """evaluate changes no weight and no statistic of the network"""
    network, images, labels, hits = _partly_right(submission, digits, generator, normalise=True)
    outcome = submission.evaluate(network, images, labels, training=True)
    same = all(
        torch.equal(a, b)
        for before, after in zip(network.weights, outcome.weights)
        for a, b in zip(before, after)
    )
    assert same, "evaluate changed the network's weights."
    assert not outcome.frozen, (
        "evaluate left parameters with requires_grad=False, so the network can no longer be"
        " trained."
    )
    mean = outcome.statistics.get("running_mean")
    assert isinstance(mean, torch.Tensor) and not mean.any(), (
        "evaluate changed the running statistics of a BatchNorm layer, which only training may."
    )
    assert _measured(outcome.result, network, images, labels, hits), (
        "evaluate found neither the cost nor the accuracy of a network with a BatchNorm layer. Look"
        " at the mode in which it is measured, and at what is measured."
    )
