"""q5: evaluation."""

import torch

USUAL_SIZES = (1, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024)


def _exact(submission, digits, count):
    """A network, samples, and the fraction that it gets right.

    They come by their cost, so a short batch at the end costs far more than the others, and
    whatever a batch counts too much or too little shows."""
    network = submission.known_network(784, 10, seed=count)
    images, labels = digits.images[:count], digits.labels[:count]
    log_prob = network.log_prob(images)
    order = (-log_prob.gather(1, labels[:, None])[:, 0]).argsort()
    hits = (log_prob.argmax(1) == labels).float().mean().item()
    return network, images[order], labels[order], hits


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


def _cost_reason(found, network, images, labels):
    """What known mistakes return for a dataset, by what to say about them."""
    log_prob = network.log_prob(images).double()
    costs = -log_prob.gather(1, labels[:, None]).flatten()
    for size in (one for one in USUAL_SIZES if one < len(costs)):
        first, *_, last = batches = costs.split(size)
        full = costs[: len(costs) // size * size]
        known = {
            f"It is that of the first {len(part)} samples only: look at where the loop ends, and at"
            " a last batch that is not full.": part
            for part in (first, full)
        } | {
            f"It is that of the last batch only, of {len(last)}: look at what is added up.": last,
            f"It averages batches of {size}, whatever their sizes; the last one is"
            " shorter.": torch.stack([batch.mean() for batch in batches]),
        }
        for text, values in known.items():
            if abs(values.mean().item() - found) < 1e-5:
                return text
    return "Look at how the batches are added up, the last and shorter one included."


def test_whole_dataset(submission, digits):
    """evaluate is exact for datasets of any size"""
    for count in (1, 33, 65, 129, 1237):
        network, images, labels, hits = _exact(submission, digits, count)
        cost, fraction = submission.evaluate(network, images, labels).result
        expected = network.cost(images, labels)
        assert abs(cost - expected) < 1e-3, (
            f"On a dataset of {count} the mean cost is {expected:.4f}; evaluate says {cost:.4f}."
            f" {_cost_reason(cost, network, images, labels)}"
        )
        assert abs(fraction - hits) < 1e-4, (
            f"On a dataset of {count} the accuracy is {hits:.4f}; evaluate says {fraction:.4f}."
            " Look at how hits are counted, over the whole dataset, and at which digit is taken for"
            " the prediction: argmax over the ten digits, an image at a time."
        )
        fraction = submission.accuracy(network, images, labels).result
        assert abs(fraction - hits) < 1e-4, (
            f"On a dataset of {count} the accuracy is {hits:.4f}; accuracy says {fraction:.4f}."
        )


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
    network, images, labels, _ = _exact(submission, digits, 64)
    outcome = submission.evaluate(network, images, labels)
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
