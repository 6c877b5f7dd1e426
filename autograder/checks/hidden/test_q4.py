"""q4: training."""

import torch


def _by_hand(witness, images, labels, batch_size, learning_rate):
    """One epoch of gradient descent: the weights afterwards, each batch's cost, and again after
    its step."""
    flat = [part.clone().requires_grad_() for pair in witness.weights for part in pair]
    costs, later = [], []
    for batch, target in zip(images.split(batch_size), labels.split(batch_size)):
        pairs = list(zip(flat[::2], flat[1::2]))
        right = type(witness)(pairs).log_prob(batch).gather(1, target[:, None])
        cost = -right.mean()
        gradients = torch.autograd.grad(cost, flat)
        flat = [
            (part - learning_rate * gradient).detach().requires_grad_()
            for part, gradient in zip(flat, gradients)
        ]
        costs.append(cost.item())
        pairs = [(a.detach(), b.detach()) for a, b in zip(flat[::2], flat[1::2])]
        later.append(type(witness)(pairs).cost(batch, target))
    return [part.detach() for part in flat], costs, later


def _mean(costs, count, batch_size):
    """The mean per sample of the batches' costs."""
    sizes = [min(batch_size, count - start) for start in range(0, count, batch_size)]
    return sum(cost * size for cost, size in zip(costs, sizes)) / count


def _reason(found, costs, later, count, batch_size):
    """What known mistakes return, by what to say about them."""
    known = {
        "It is the sum of the batches' costs; expected the mean.": sum(costs),
        "It is the sum over all samples; expected the mean.": _mean(costs, count, batch_size)
        * count,
        "It is the cost of the last batch only.": costs[-1],
        "It is the cost of the first batch only: look at where the loop ends.": costs[0],
        "It averages the batches, whatever their sizes; the last one is shorter.": sum(costs)
        / len(costs),
        "A batch's cost is a mean already, and it is divided by its size again.": sum(costs)
        / count,
        "It measures each batch after its step; expected just before its own step.": _mean(
            later, count, batch_size
        ),
    }
    reasons = [text for text, value in known.items() if abs(value - found) < 1e-4]
    return reasons[0] if reasons else "Look at how the costs of the batches are averaged."


def _distance(outcome, expected):
    found = [part for pair in outcome.weights for part in pair]
    return max((a - b).abs().max().item() for a, b in zip(found, expected))


def test_one_batch(submission, digits):
    """training_epoch takes the step of gradient descent for a single batch"""
    witness = submission.witness(784, 12, 10, seed=1)
    images, labels = digits.images[:32], digits.labels[:32]
    expected, costs, later = _by_hand(witness, images, labels, 32, 0.1)
    outcome = submission.training_epoch(witness, images, labels, 32, 0.1)
    assert _distance(outcome, expected) < 1e-4, (
        "After one batch the weights are not where one step of the optimizer takes them. Expected"
        " exactly one backward pass and one step for each batch."
    )
    assert abs(outcome.result - costs[0]) < 1e-3, (
        f"The cost of the only batch is {costs[0]:.4f}; training_epoch returned"
        f" {outcome.result:.4f}. {_reason(outcome.result, costs, later, 32, 32)}"
    )


def test_many_batches(submission, digits):
    """training_epoch takes a step for every batch, each from its own gradient"""
    witness = submission.witness(784, 12, 10, seed=2)
    images, labels = digits.images[:150].clone(), digits.labels[:150]
    images.flatten(1)[:, 0] = torch.arange(150) / 1000  # by which the grader knows them again
    expected, costs, later = _by_hand(witness, images, labels, 32, 0.1)
    cost = _mean(costs, 150, 32)
    outcome = submission.training_epoch(witness, images, labels, 32, 0.1)
    seen = torch.cat([call.first_pixels for call in outcome.calls] or [torch.empty(0)]).unique()
    assert len(seen) == 150, (
        f"Of 150 samples the network saw {len(seen)}; every batch of the loader must be used."
    )
    assert _distance(outcome, expected) < 1e-3, (
        "After several batches the weights are not where gradient descent takes them. Look at"
        " whether gradients leak from one batch into the next, at the order of backward pass and"
        " step, and whether each batch comes once and gets a step of its own."
    )
    assert abs(outcome.result - cost) < 1e-3, (
        f"The mean cost per sample is {cost:.4f}; training_epoch returned {outcome.result:.4f}."
        f" {_reason(outcome.result, costs, later, 150, 32)}"
    )


def test_training_mode(submission, digits):
    """training_epoch puts the network into training mode"""
    witness = submission.witness(784, 12, 10, dropout=0.5)
    outcome = submission.training_epoch(witness, digits.images[:64], digits.labels[:64], 32, 0.1)
    assert outcome.calls and all(call.training for call in outcome.calls), (
        "The network was not in training mode during the epoch, so dropout would not work. Look at"
        " the modes of a module."
    )


def test_optimizer(submission, digits):
    """training_epoch uses the optimizer it is given"""
    witness = submission.witness(784, 10)
    images, labels = digits.images[:64], digits.labels[:64]
    outcome = submission.training_epoch(witness, images, labels, 32, learning_rate=0.0)
    before = [part for pair in witness.weights for part in pair]
    assert _distance(outcome, before) == 0, (
        "With an optimizer whose learning rate is 0 the weights changed all the same. Expected the"
        " given optimizer, and no other, to change them."
    )


def test_device(submission, digits):
    """training_epoch and train work on the device they are given"""
    witness = submission.witness(784, 12, 10)
    for name in ("training_epoch", "train"):
        trouble = submission.device_trouble(name, witness, digits.images[:24], digits.labels[:24])
        assert not trouble, (
            f"{trouble} The network and every batch, images and labels, belong on `device`, and so"
            " does what other functions are asked to do."
        )


def test_memory(submission, digits):
    """training_epoch needs no more memory for many batches than for one"""
    witness = submission.witness(784, 10)
    outcome = submission.training_epoch(witness, digits.images[:80], digits.labels[:80], 8, 0.1)
    most = max((call.graphs for call in outcome.calls), default=0)
    assert most < 4, (
        f"At the last of 10 batches the graphs of {most} earlier ones were still in memory. A cost"
        " that is a tensor keeps its graph: look at what is added up or kept for later."
    )


def _train(submission, digits, **options):
    witness = submission.witness(784, 16, 10, dropout=0.2, seed=4)
    images = digits.images[:160].clone()
    images.flatten(1)[:, 0] = torch.arange(160) / 1000  # by which the grader knows them again
    validation = digits.test_images[:60].clone()
    validation.flatten(1)[:, 0] = 0.5 + torch.arange(60) / 1000
    data, other = (images, digits.labels[:160]), (validation, digits.test_labels[:60])
    return submission.train(witness, data, other, **options)


def _costs(call, labels):
    """What each sample of a call on `_train`'s training data cost."""
    samples = (call.first_pixels * 1000).round().long().clamp(0, 159)
    return -call.log_prob.gather(1, labels[samples][:, None])[:, 0]


def test_data(submission, digits):
    """train learns from the training data only, and validates on the other"""
    outcome = _train(submission, digits, epochs=2, batch_size=32)
    learnt = [call for call in outcome.calls if call.gradients and call.training]
    checked = [call for call in outcome.calls if not (call.gradients and call.training)]
    assert learnt, "The network was never run in training mode with gradients."
    seen = torch.cat([call.first_pixels for call in learnt])
    assert (seen < 0.4).all(), (
        "train trained on validation data. They are there to measure the network on images it has"
        " not learnt from."
    )
    assert len(seen) == 320, (
        f"In 2 epochs of 160 training samples the network was trained on {len(seen)} samples;"
        " expected 320."
    )
    afterwards = [call for call in checked if (call.first_pixels < 0.4).any()]
    if afterwards and outcome.result[0]:
        first = afterwards[: (len(afterwards) + 1) // 2]
        cost = torch.cat([_costs(call, digits.labels) for call in first]).mean().item()
        assert abs(cost - outcome.result[0][0]) > 1e-4, (
            f"The first training cost, {outcome.result[0][0]:.4f}, is what the trained network has"
            " after the epoch; expected the mean of what the batches cost during it, each before"
            " its own step."
        )
    measured = torch.cat([call.first_pixels for call in checked]) if checked else torch.empty(0)
    assert (measured > 0.4).sum() >= 120, (
        f"In 2 epochs the network was validated on {(measured > 0.4).sum()} samples; expected the"
        " whole validation data after every epoch, 120 in all."
    )
    assert all(not call.training for call in outcome.calls if (call.first_pixels > 0.4).any()), (
        "The network was in training mode while it was validated."
    )
    for before, after in zip(outcome.calls, outcome.calls[1:]):
        if after.training and not before.training:
            assert abs(after.weights - before.weights) < 1e-3, (
                "After validation the weights were others than before it; every epoch goes on from"
                " the last one's weights."
            )


def test_options(submission, digits):
    """train honours epochs, batch_size and learning_rate, and shuffles"""
    outcome = _train(submission, digits, epochs=4, batch_size=40)
    learnt = [call.first_pixels for call in outcome.calls if call.gradients and call.training]
    sizes = {len(pixels) for pixels in learnt}
    assert sizes == {40}, (
        f"With batch_size=40 the 160 training samples came in batches of {sorted(sizes)}; expected"
        " 40 each."
    )
    assert len(learnt) == 16, f"epochs=4 over 4 batches made {len(learnt)} steps; expected 16."
    first, second = torch.cat(learnt[:4]), torch.cat(learnt[4:8])
    assert not torch.equal(first, second), (
        "Two epochs went through the training data in the same order; it should be shuffled."
    )
    before = [part for pair in submission.witness(784, 16, 10, seed=4).weights for part in pair]
    after = [part for pair in outcome.weights for part in pair]
    idle = sum(torch.equal(a, b) for a, b in zip(before, after))
    assert not idle, (
        f"After training, {idle} of the network's {len(before)} weights and biases has not changed."
        " Look at what the optimizer is given, and whether train works on the network itself."
    )
    still = _train(submission, digits, epochs=1, learning_rate=0.0)
    assert outcome.optimizers <= still.optimizers, (
        f"{outcome.optimizers} optimizers took the steps of 4 epochs, {still.optimizers} those of"
        " one; expected the same for the whole run, for an optimizer remembers. Look at where it is"
        " made."
    )
    reference = submission.witness(784, 16, 10, seed=4)
    assert _distance(still, [part for pair in reference.weights for part in pair]) < 1e-6, (
        "With learning_rate=0 the weights changed. Look at what is passed to the optimizer."
    )
    trouble = submission.default_trouble("train", epochs=10, batch_size=32, learning_rate=0.001)
    assert not trouble, trouble


def test_learns(exam):
    """train makes the grader's network recognise glyphs that nobody has seen before"""
    assert exam.accuracy >= exam.threshold, (
        f"Trained by your train, the grader's network got {exam.accuracy:.1%} of the hidden glyphs"
        f" right; {exam.threshold:.1%} are needed. Look at the optimizer and at the learning rate."
    )
