"""q5: evaluation.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import math

import torch

MANY = 1001  # samples: one more than the largest batch that is usual
ODD = 190  # samples, of which the last batch is shorter and yet has weight


def _smallest(submission, digits):
    """The smallest dataset that is measured wrongly, as an example."""
    network = submission.known_network()
    for count in (1, 2, 3, 33, 65, 129, MANY):
        samples = digits.images[:count], digits.labels[:count]
        expected = dict(cost=network.cost(*samples), accuracy=network.accuracy(*samples))
        got = dict(zip(expected, submission.evaluate(network, *samples).result))
        if not all(submission.near(got[name], value) for name, value in expected.items()):
            break
    return dict(given=dict(samples=count), expected=expected, got=got)


def _known_hits(submission, network, digits, count, generator):
    """So many images, their labels, and a message of how many of them the network gets right.

    Of the first that it gets wrong the label is the second likeliest class.
    """
    images = digits.images[:count]
    labels, second = network.log_prob(images).topk(2).indices.T
    wrong = count // 50 * int(torch.randint(5, 20, (), generator=generator))
    labels[:wrong] = digits.others(labels[:wrong])
    labels[: min(wrong, 1)] = second[: min(wrong, 1)]
    hint = "q5.hits" if count > 1 else "q5.single-hit"
    return images, labels, dict(hint=hint, right=count - wrong, count=count)


def test_known_accuracy(submission, digits, generator):
    """evaluate and accuracy are right for a network with known predictions"""
    network = submission.known_network()
    few, many, one = (
        _known_hits(submission, network, digits, count, generator) for count in (50, MANY, 1)
    )
    for images, labels, hits in (few, many, one):
        expected = hits["right"] / len(labels)
        result = submission.evaluate(network, images, labels).result
        assert submission.near(result[1], expected), dict(
            hint="q5.accuracy", name="evaluate", hits=hits, expected=expected, found=result[1],
            count=len(labels), example=submission.attempt(_smallest, digits),
            **submission.accuracy_reason(network, images, labels, result, many[:2]),
        )  # fmt: skip
    for images, labels, hits in (few, one, many):
        expected = hits["right"] / len(labels)
        fraction = submission.accuracy(network, images, labels).result
        assert submission.near(fraction, expected), dict(
            hint="q5.accuracy", name="accuracy", hits=hits, expected=expected, found=fraction,
            **submission.alone_reason(network, images, labels, fraction),
        )  # fmt: skip


def _dearest_last(network, digits):
    """Many samples by their cost, so that a short batch at the end costs more than the others."""
    images, labels = digits.images[:MANY], digits.labels[:MANY]
    order = network.log_prob(images).gather(1, labels[:, None])[:, 0].argsort(descending=True)
    return images[order], labels[order]


def test_known_cost(submission, digits):
    """evaluate returns the mean cost per sample"""
    network = submission.known_network()
    few, one = ((digits.images[:count], digits.labels[:count]) for count in (50, 1))
    for images, labels in (few, _dearest_last(network, digits), one):
        expected = network.cost(images, labels)
        outcome = submission.evaluate(network, images, labels)
        cost, _ = outcome.result
        assert abs(cost - expected) < 1e-3, dict(
            hint="q5.cost", name="evaluate", expected=expected, found=cost,
            example=submission.attempt(_smallest, digits),
            **submission.measured_cost_reason(outcome, network, images, labels),
        )  # fmt: skip


def _fewest_classes(submission):
    """The fewest classes for which the cost of guessing is not right, as an example."""
    for num_classes in (2, 3, 10, 100, 1000):
        expected, found = math.log(num_classes), submission.chance_cost(num_classes=num_classes)
        if not submission.near(found, expected):
            break
    name = "chance_cost(num_classes)"
    return dict(given={"num_classes": num_classes}, expected={name: expected}, got={name: found})


def test_chance_cost(submission, generator):
    """chance_cost is the cost of guessing"""
    drawn = int(torch.randint(3, 1000, (), generator=generator))
    for num_classes in (submission.num_classes, 2, drawn):
        expected = math.log(num_classes)
        cost = submission.chance_cost(num_classes=num_classes)
        known = {
            "q5.chance-sign": -expected,
            "q5.chance-bits": math.log2(num_classes),
            "q5.chance-decimal": math.log10(num_classes),
            "q5.chance-weighted": expected / num_classes,
            "q5.chance-probability": 1 / num_classes,
            "q5.chance-of-ten": math.log(submission.num_classes),
        }
        near = [hint for hint, value in known.items() if submission.near(cost, value)]
        assert submission.near(cost, expected), dict(
            hint="q5.chance", because=near[0] if near else "q5.chance-nats",
            num_classes=num_classes, expected=expected, found=cost,
            example=submission.attempt(_fewest_classes),
        )  # fmt: skip
    trouble = submission.default_trouble("chance_cost", num_classes=submission.num_classes)
    assert not trouble, trouble


def _partly_right(submission, digits, generator, count=ODD, **options):
    """A network, and so many samples of which it gets between 1/4 and 3/4 right."""
    network = submission.known_network(32, seed=1, **options)
    images = digits.images[:count]
    labels = network.log_prob(images).argmax(1)
    wrong = int(torch.randint(count // 4, count * 3 // 4, (), generator=generator))
    labels[:wrong] = digits.others(labels[:wrong])
    return network, images, labels


def _with_dropout(submission, digits, generator, count=ODD):
    """`_partly_right` of a network that drops pixels: cost and accuracy are others in training."""
    while True:
        dropped = torch.randint(0, 2, (submission.num_pixels,), generator=generator)
        found = _partly_right(submission, digits, generator, count, factors=4.0 * dropped)
        network, images, labels = found
        masked = network.in_training(images)
        measures = network.cost, network.accuracy
        if all(abs(one(images, labels) - one(masked, labels)) > 0.051 for one in measures):
            return found


def _few_with_dropout(submission, network, images, labels):
    """The fewest samples whose cost is not that of evaluation mode, as an example."""
    for count in (1, 2, 5, 20, ODD, 251, MANY):
        few, own = images[:count], labels[:count]
        expected = network.cost(few, own)
        found, _ = submission.evaluate(network, few, own, training=True).result
        if not submission.near(found, expected):
            break
    given = {"samples": count, "model.training": True, "pixels dropped in training": "half"}
    return dict(given=given, expected={"cost": expected}, got={"cost": found})


def test_mode(submission, digits, generator):
    """evaluate measures in evaluation mode and restores the mode it found"""
    network, images, labels = _with_dropout(submission, digits, generator)
    for name in ("evaluate", "accuracy"):
        for training in (True, False):
            outcome = getattr(submission, name)(network, images, labels, training=training)
            found = outcome.result if name == "evaluate" else [outcome.result]
            mode = dict(hint="mode.training" if training else "mode.evaluation")
            assert network.is_measured(found, images, labels), dict(
                hint="q5.with-dropout", name=name, mode=mode,
                example=submission.attempt(_few_with_dropout, network, images, labels),
                **submission.mode_reason(found, outcome, network, images, labels),
            )  # fmt: skip
            assert outcome.training == training, dict(
                hint="q5.mode-left", name=name, mode=mode,
                example=_of_one("model.training, after", training, outcome.training),
            )  # fmt: skip
    network, images, labels = _with_dropout(submission, digits, generator, MANY - 2)
    found, _ = submission.evaluate(network, images, labels, training=True).result
    right, other = (network.cost(one, labels) for one in (images, network.in_training(images)))
    assert not 1 / 3 < (found - right) / (other - right) < 1.01, dict(  # the first batch is right
        hint="q5.with-dropout", because="q5.mode-or-measure", name="evaluate",
        mode=dict(hint="mode.training"),
        example=submission.attempt(_few_with_dropout, network, images, labels),
    )  # fmt: skip


def _of_one(name, expected, found):
    """What evaluate does, whatever the data, as an example with one sample."""
    return dict(given={"samples": 1}, expected={name: expected}, got={name: found})


def _check_not_frozen(outcome):
    """See that every parameter records gradients afterwards."""
    assert not outcome.frozen, dict(
        hint="q5.frozen", example=_of_one("weight.requires_grad, afterwards", True, False)
    )


def test_no_gradients(submission, digits):
    """evaluate and accuracy record no gradients, and what comes after them does again"""
    network = submission.known_network()
    for name in ("evaluate", "accuracy"):
        outcome = getattr(submission, name)(network, digits.images[:64], digits.labels[:64])
        assert outcome.calls, dict(hint="q5.never-run", name=name)
        _check_not_frozen(outcome)
        assert not any(call.gradients for call in outcome.calls), dict(
            hint="q5.gradients-recorded", name=name,
            example=_of_one(f"model(images).requires_grad, in {name}", False, True),
        )  # fmt: skip
        assert not outcome.no_gradients, dict(
            hint="q5.gradients-left-off",
            example=_of_one("torch.is_grad_enabled(), afterwards", True, not outcome.no_gradients),
        )


def test_device(submission, digits):
    """evaluate and accuracy work on the device they are given"""
    network = submission.known_network(12)
    for name in ("evaluate", "accuracy"):
        trouble = submission.device_trouble(name, network, digits.images[:24], digits.labels[:24])
        assert not trouble, dict(hint="q5.device", trouble=trouble)


def _one_moved(submission, network, images, labels):
    """A bias before and after one sample is measured, as an example."""
    outcome = submission.evaluate(network, images[:1], labels[:1], training=True)
    before, after = (one.weights[0][1][:3] for one in (network, outcome))
    return _of_one("bias[:3], afterwards", before, after)


def _of_two(submission, network, images, labels):
    """What measuring two samples leaves in the statistics, as an example."""
    outcome = submission.evaluate(network, images[:2], labels[:2], training=True)
    name, mean = "running_mean, its largest value", outcome.statistics.get("running_mean")
    found = mean.abs().max() if isinstance(mean, torch.Tensor) and mean.numel() else "none"
    given = {"samples": 2, "model.training": True}
    return dict(given=given, expected={name: 0.0}, got={name: found})


def test_leaves_the_network_alone(submission, digits, generator):
    """evaluate changes no weight and no statistic of the network"""
    network, images, labels = _partly_right(submission, digits, generator, normalise=True)
    outcome = submission.evaluate(network, images, labels, training=True)
    assert not outcome.moved(network), dict(
        hint="q5.weights-changed", example=submission.attempt(_one_moved, network, images, labels)
    )
    _check_not_frozen(outcome)
    mean = outcome.statistics.get("running_mean")
    assert isinstance(mean, torch.Tensor) and not mean.any(), dict(
        hint="q5.statistics-changed", example=submission.attempt(_of_two, network, images, labels)
    )
    assert network.is_measured(outcome.result, images, labels), dict(
        hint="q5.with-statistics", found=outcome.result[0], expected=network.cost(images, labels)
    )
