"""q4: training.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import torch

OF_8_EPOCHS = {
    1: "q4.only-one-epoch",
    7: "q4.one-epoch-too-few",
    9: "q4.one-epoch-too-many",
    16: "q4.one-list-for-both",
}
SMALL_RATE = 1e-5  # a learning rate with which weights move, and costs stay as they are


def _batches(images, labels, size):
    return list(zip(images.split(size), labels.split(size)))


def _smallest(submission, digits):
    """The smallest epoch that goes wrong, as an example: the cost, and biases after it."""
    network = submission.known_network()
    for count, size in ((1, 1), (2, 1), (3, 2)):
        images, labels = digits.images[:count], digits.labels[:count]
        batches = _batches(images, labels, size)
        (_, bias), costs, _ = network.descend([[batch] for batch in batches], 0.1)
        cost = sum(one * len(own) for one, (_, own) in zip(costs, batches)) / count
        outcome = submission.training_epoch(network, images, labels, size, 0.1)
        found = outcome.weights[0][1]
        if (found - bias).abs().max() > 1e-4 or abs(outcome.result - cost) > 1e-4:
            break
    return dict(
        given={"samples": count, "batch_size": size, "learning_rate": 0.1, "labels": labels},
        expected={"cost": cost, "bias[:3]": bias[:3]},
        got={"cost": outcome.result, "bias[:3]": found[:3]},
    )


def _steps_reason(submission, digits, outcome, network, batches, rate):
    """The hint for where known mistakes take the weights."""
    reason = outcome.how_it_stepped(network, batches, rate)
    if reason != "q4.steps":
        return reason
    images, labels = (torch.cat(parts) for parts in zip(*batches))
    still = submission.training_epoch(network, images, labels, 32, digits.tiny_rate)
    return reason if still.distance(network.parts()) < 1e-6 else "q4.other-optimizer"


def _descent_reason(outcome, network, images, labels):
    """The hint for an epoch in batches of 32 that does not go down; None if it says nothing new."""
    reason = outcome.how_it_stepped(network, _batches(images, labels, 32), 0.03)
    return reason if reason in ("q4.by-hand", "q4.single-samples", "q4.summed") else None


def test_epoch_lowers_the_cost(submission, digits):
    """training_epoch changes the weights so that the cost falls"""
    network = submission.known_network(16)
    images, labels = digits.images[:256], digits.labels[:256]
    outcome = submission.training_epoch(network, images, labels, batch_size=32, learning_rate=0.03)
    moved = not all(map(torch.equal, network.parts()[::2], outcome.parts()[::2]))
    assert moved, dict(
        hint="q4.idle", because=outcome.why_idle(), example=submission.attempt(_smallest, digits),
    )  # fmt: skip
    before, after = network.cost(images, labels), outcome.cost(images, labels)
    assert after < before, dict(
        hint="q4.uphill", before=before, after=after,
        because=_descent_reason(outcome, network, images, labels),
        example=submission.attempt(_smallest, digits),
    )  # fmt: skip
    share = outcome.descent(network, images, labels)
    assert share > 0.6, dict(
        hint="q4.not-downhill", share=share,
        because=_descent_reason(outcome, network, images, labels),
        example=submission.attempt(_smallest, digits),
    )  # fmt: skip


def test_epoch_cost(submission, digits):
    """training_epoch returns the mean cost per sample"""
    network = submission.known_network(12)
    images, labels = digits.images[:50], digits.labels[:50]
    outcome = submission.training_epoch(network, images, labels, 20, SMALL_RATE)
    expected = network.cost(images, labels)
    assert abs(outcome.result - expected) < 1e-3, dict(
        hint="q4.epoch-cost", expected=expected, found=outcome.result, name="training_epoch",
        because=submission.epoch_cost_reason(
            network, outcome, _batches(images, labels, 20), SMALL_RATE
        ),
        example=submission.attempt(_smallest, digits),
    )  # fmt: skip
    share = outcome.descent(network, images, labels)
    assert share > 0.8, dict(
        hint="q4.cost-of-no-training", share=share, rate=SMALL_RATE,
        example=submission.attempt(_smallest, digits),
    )  # fmt: skip


def test_steps(submission, digits):
    """training_epoch takes a step for every batch, each from its own gradient"""
    images, labels = digits.images[:129], digits.labels[:129]  # the last batch is a single image
    batches = _batches(images, labels, 32)
    network = submission.known_network(12, seed=2)
    expected, _, _ = network.descend([[batch] for batch in batches], 0.1)
    outcome = submission.training_epoch(network, images, labels, 32, 0.1)
    assert outcome.distance(expected) < 1e-3, dict(
        hint="q4.wrong-weights",
        because=submission.attempt(_steps_reason, digits, outcome, network, batches, 0.1),
        example=submission.attempt(_smallest, digits),
    )  # fmt: skip


def _of(given, name, expected, found):
    return dict(given=given, expected={name: expected}, got={name: found})


def _one_dropped(submission, digits):
    """One sample of whose pixels a third are dropped in training mode, as an example."""
    network = submission.known_network(factors=digits.factors)
    outcome = submission.training_epoch(network, digits.images[:1], digits.labels[:1], 1, 0.1)
    moved = (outcome.weights[0][0] - network.weights[0][0]).abs().amax(0) > 1e-6
    count = int(moved[digits.factors == 0].sum())
    return _of({"samples": 1}, "dropped pixels whose weights moved", 0, count)


def test_training_mode(submission, digits):
    """training_epoch puts the network into training mode"""
    network = submission.known_network(12, seed=3, factors=digits.factors)
    outcome = submission.training_epoch(network, digits.images[:64], digits.labels[:64], 32, 0.1)
    moved = (outcome.weights[0][0] - network.weights[0][0]).abs().amax(0)
    assert moved.max() > 1e-4, dict(hint="q4.first-layer-still")
    blank = (digits.images[:64].flatten(1) == 0).all(0)
    assert moved[digits.factors == 0].max() < 1e-6, dict(
        hint="q4.blank-pixels" if (moved[blank] > 1e-6).any() else "q4.not-in-training-mode",
        example=submission.attempt(_one_dropped, digits),
    )


def test_optimizer(submission, digits):
    """training_epoch uses the optimizer it is given"""
    network = submission.known_network(12)
    images, labels = digits.images[:64], digits.labels[:64]
    outcome = submission.training_epoch(network, images, labels, 32, digits.tiny_rate)
    (_, before), (_, after) = network.weights[0], outcome.weights[0]
    assert outcome.distance(network.parts()) < 1e-6, dict(
        hint="q4.not-the-given-optimizer",
        example=_of({"learning_rate": digits.tiny_rate}, "bias[:3], after", before[:3], after[:3]),
    )
    outcome = submission.training_epoch(network, images, labels, 64, 0.01)
    right = outcome.descent(network, images, labels)
    assert right > 0.8, dict(hint="q4.given-optimizer-idle", share=right)


def test_memory(submission, digits):
    """training_epoch needs no more memory for many batches than for one"""
    network = submission.known_network()
    most = submission.kept_graphs(network, digits.images[:80], digits.labels[:80], batch_size=8)
    assert most < 4, dict(
        hint="q4.graphs-kept", most=most, example=_of({"batches": 10}, "kept", "at most 3", most)
    )


def _contradicted(submission, digits):
    """What train makes of a network whose validation data contradict its training data."""
    network = submission.known_network(16, seed=5, factors=digits.factors)
    count = 480 * -(-(784**2) // submission.num_pixels**2)  # few pixels move an output less a step
    images, labels = digits.images[:count], digits.labels[:count]  # all if there are fewer
    others = digits.others(labels)  # they contradict what there is to learn
    outcome = submission.train(
        network, (images, labels), (images, others), epochs=8, batch_size=32, learning_rate=0.004
    )
    learnt, misled = (network.cost(images, y) - outcome.cost(images, y) for y in (labels, others))
    follows = misled > 0.02 * min(submission.num_classes, 10)  # 0.2 was measured for ten classes
    return network, outcome, (images, others), learnt, misled, follows


def _validation_reason(submission, digits, network, outcome, data, other):
    """The hint for a last validation cost that is not the trained network's."""
    training, validation = outcome.result
    expected = outcome.cost(*other)
    known = {
        "q4.accuracy-listed": (outcome.log_prob(other[0]).argmax(1) == other[1]).float().mean(),
        "q4.lists-swapped": validation[-1] + expected - training[-1],
        "q4.trained-a-copy": validation[-1] + expected - network.cost(*other),
        "q4.validated-on-training-data": outcome.cost(*data),
    }
    near = [hint for hint, value in known.items() if abs(validation[-1] - value) < 1e-3]
    near += ["all.rounded"] if submission.is_rounded(validation[-1], expected) else []
    if near and near[0] != "q4.validated-on-training-data":
        return near[0]
    *_, learnt, misled, follows = _contradicted(submission, digits)
    if learnt - misled <= 0.3 and follows:
        return "q4.trained-on-validation-data"
    if near:
        return near[0]
    first = submission.train(network, data, other, epochs=1).result[1][0]
    return "q4.validated-early" if abs(first - network.cost(*other)) < 1e-3 else "q4.validation"


def _shortest(submission, digits):
    """The smallest training that goes wrong, as an example."""
    network = submission.known_network()
    other = digits.test_images[:2], digits.test_labels[:2]
    for count, epochs in ((1, 1), (2, 2), (4, 3)):
        few = digits.images[:count], digits.labels[:count]
        outcome = submission.train(network, few, other, epochs=epochs, batch_size=count)
        training, validation = outcome.result
        changed = sum(not torch.equal(*pair) for pair in zip(network.parts(), outcome.parts()))
        rows = [
            ("how many costs", [epochs, epochs], [len(training), len(validation)]),
            ("training_costs[:1]", [network.cost(*few)], training[:1]),
            ("validation_costs[-1:]", [outcome.cost(*other)], validation[-1:]),
            ("tensors changed", [2], [changed]),
        ]
        if any(len(a) != len(b) or abs(sum(a) - sum(b)) > 1e-3 for _, a, b in rows):
            break
    expected, got = ({row[0]: row[side] for row in rows} for side in (1, 2))
    return dict(given={"samples": count, "epochs": epochs}, expected=expected, got=got)


def test_train(submission, digits):
    """train returns one training cost and one validation cost for each epoch"""
    network = submission.known_network(16)
    data = digits.images[:600], digits.labels[:600]
    other = digits.test_images[:100], digits.test_labels[:100]
    outcome = submission.train(network, data, other, epochs=8, batch_size=32, learning_rate=0.005)
    training, validation = outcome.result
    assert len(training) == len(validation) == 8, dict(
        hint="q4.number-of-costs", training=len(training), validation=len(validation),
        because=OF_8_EPOCHS.get(len(training)) if len(training) == len(validation) else None,
        example=submission.attempt(_shortest, digits),
    )  # fmt: skip
    before, after = network.cost(*data), outcome.cost(*data)
    rises = after < 0.95 * before and training[-1] > training[0]
    assert training[-1] < 0.95 * training[0], dict(
        hint="q4.cost-does-not-fall", first=training[0], last=training[-1],
        example=submission.attempt(_shortest, digits), after=after,
        **dict(because="q4.cost-rises") if rises else outcome.why_so_little(network, 0.005),
    )  # fmt: skip
    expected = outcome.cost(*other)
    assert abs(validation[-1] - expected) < 1e-3, dict(
        hint="q4.validation-cost", found=validation[-1], expected=expected,
        example=submission.attempt(_shortest, digits),
        because=submission.attempt(_validation_reason, digits, network, outcome, data, other),
    )  # fmt: skip
    assert after < 0.95 * before, dict(
        hint="q4.network-unchanged", before=before, after=after,
        example=submission.attempt(_shortest, digits),
    )  # fmt: skip
    assert len(set(validation)) > 1, dict(hint="q4.validated-once", found=validation[0])
    few = digits.images[:160], digits.labels[:160]
    single = submission.train(network, few, few, epochs=1, batch_size=160, learning_rate=0.003)
    first, cost, later = single.result[0][0], network.cost(*few), single.cost(*few)
    steps = max(single.optimizer_steps, default=0)
    assert abs(first - cost) < 1e-3, dict(
        hint="q4.first-training-cost", found=first, expected=cost, steps=steps,
        because="q4.lists-kept" if len(single.result[0]) > 1 else "q4.batch-size-ignored"
        if steps > 1 else "q4.started-anew" if single.distance(network.parts()) > 0.05 else
        "all.rounded" if submission.is_rounded(first, cost) else
        "q4.measured-later" if abs(first - later) < 1e-3 else "q4.of-a-batch",
        later=later, example=submission.attempt(_shortest, digits),
    )  # fmt: skip
    share = single.descent(network, *few)
    assert share > 0.8, dict(hint="q4.train-not-downhill", share=share)
    double = submission.train(network, few, few, epochs=2, batch_size=160, learning_rate=0.003)
    trouble = submission.second_epoch_trouble(double.result, later)
    assert not trouble, trouble


def test_data(submission, digits):
    """train learns from the training data only, and validates on the other"""
    network, outcome, data, learnt, misled, follows = _contradicted(submission, digits)
    training, validation = outcome.result
    because = OF_8_EPOCHS.get(len(training), "q4.stopped-early")
    assert not 0 < len(training) < 8, dict(hint="q4.number-of-costs", because=because,
        training=len(training), validation=len(validation))  # fmt: skip
    expected = outcome.cost(*data)
    shown = [n for n, cost in enumerate(validation, 1) if abs(cost - expected) < 1e-3]
    least = 0.3 * [8, *shown][-1] / 8  # less where the best weights were put back, of that epoch
    wrong_data = dict(because="q4.trained-on-validation-data")
    assert learnt - misled > least, dict(
        hint="q4.learns-from", learnt=learnt, misled=misled, least=misled + least,
        **(wrong_data if follows else outcome.why_so_little(network, 0.004)),
    )  # fmt: skip
    assert validation, dict(hint="q4.no-validation-cost")
    if shown:
        return
    last, masked = validation[-1], outcome.cost(network.in_training(data[0]), data[1])
    near = abs(last - masked) < abs(last - expected)
    hint = "q4.validated-in-training-mode" if near else "q4.validation-cost"
    raise AssertionError(dict(hint=hint, found=last, expected=expected))


def _train(submission, digits, order=slice(None), **options):
    """What train makes of a network with 160 samples, in this order, and others to validate."""
    network = submission.known_network(16, seed=6)
    data = digits.images[:160][order], digits.labels[:160][order]
    others = digits.test_images[:60], digits.test_labels[:60]
    return submission.train(network, data, others, **options)


def _check_new_orders(submission):
    """See that no two epochs have the same order, by weights of pixels that go together in both.

    Each image is another single pixel, and all have the same label: in one batch they move alike.
    """
    count = 32
    images = torch.zeros(count, submission.num_pixels)
    images[range(count), range(count)] = 1
    data = images.view(count, *submission.image_shape), torch.zeros(count).long()
    network = submission.known_network(16, seed=7).without_favourites()
    outcome = submission.train(network, data, data, epochs=2, batch_size=4, learning_rate=0.01)
    groups = outcome.pixels_moved_alike(network, count)
    assert groups != [4] * 8, dict(hint="q4.same-order-each-epoch")


def test_options(submission, digits):
    """train honours epochs, batch_size and learning_rate, and shuffles"""
    start = submission.known_network(16, seed=6).parts()
    one = _train(submission, digits, epochs=1, batch_size=40)
    outcome = _train(submission, digits, epochs=4, batch_size=40)
    end = outcome.parts()
    idle = sum(map(torch.equal, start, end))
    assert not idle, dict(hint="q4.idle-parts", idle=idle, count=len(start))
    steps = max(outcome.optimizer_steps, default=0)
    too_few = "q4.one-epoch-too-few" if steps else None
    assert steps and one.optimizer_steps, dict(hint="q4.no-optimizer", because=too_few)
    several, usual = len(outcome.optimizer_steps), len(one.optimizer_steps)
    assert several <= usual, dict(hint="q4.several-optimizers", several=several, usual=usual)
    assert steps == 16, dict(hint="q4.steps-in-all", steps=steps, size=640 / steps)
    # Within batches of the same samples the order makes no difference, but to one that is shuffled.
    within = torch.arange(160).view(4, 40).flip(1).flatten()
    again = _train(submission, digits, within, epochs=4, batch_size=40).parts()
    apart = sum((a - b).square().sum().item() for a, b in zip(end, again))
    moved = sum((a - b).square().sum().item() for a, b in zip(end, start))
    assert apart > 1e-6 * moved, dict(hint="q4.not-shuffled")
    _check_new_orders(submission)
    still = _train(submission, digits, epochs=1, learning_rate=digits.tiny_rate)
    # Five steps of AdamW with 0.001 move a weight by 0.005; a schedule may end at 1e-5 or 1e-6.
    assert still.distance(start) < 1e-4, dict(hint="q4.rate-ignored", rate=digits.tiny_rate)
    trouble = submission.default_trouble("train")
    assert not trouble, trouble


def test_device(submission, digits):
    """training_epoch and train work on the device they are given"""
    network = submission.known_network(12)
    for name in ("training_epoch", "train"):
        trouble = submission.device_trouble(name, network, digits.images[:24], digits.labels[:24])
        assert not trouble, dict(hint="q4.device", trouble=trouble)
