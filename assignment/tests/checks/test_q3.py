"""q3: the cost of a prediction.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import math

import torch


def _known(log_prob, labels):
    """What known mistakes make of a batch, by the hints that name them."""
    right = log_prob.gather(1, labels[:, None])
    target = torch.nn.functional.one_hot(labels, log_prob.shape[1]).float()
    probabilities = log_prob.exp()
    again = torch.log_softmax(probabilities, 1).gather(1, labels[:, None])
    smoothed = 0.9 * target + 0.1 * torch.full_like(target, 1 / log_prob.shape[1])
    return {
        "q3.sum": -right.sum(),
        "q3.sign": right.mean(),
        "q3.probabilities": -probabilities.gather(1, labels[:, None]).mean(),
        "q3.softmax-again": -again.mean(),
        "q3.logarithm-again": -torch.log(-right).mean(),
        "q3.logarithm-of-mean": -right.exp().mean().log(),
        "q3.bits": -right.mean() / math.log(2),
        "q3.likeliest": -log_prob.max(1).values.mean(),
        "q3.columns": -log_prob[:, labels].mean(),
        "q3.rows": -log_prob[labels % len(log_prob)].mean(),
        "q3.binary": torch.nn.functional.binary_cross_entropy(probabilities, target),
        "q3.classes-averaged": -right.sum() / log_prob.numel(),
        "q3.label-beside": -log_prob.gather(1, (labels[:, None] - 1) % log_prob.shape[1]).mean(),
        "q3.label-as-factor": -(log_prob * labels[:, None]).sum(1).mean(),
        "q3.squared": ((probabilities - target) ** 2).mean(),
        "q3.squared-logarithms": ((log_prob - target) ** 2).mean(),
        "q3.error-rate": (log_prob.argmax(1) != labels).float().mean(),
        "q3.smoothed": -(smoothed * log_prob).sum(1).mean(),
        "q3.first-sample": -right[0] / len(right),
        "q3.last-sample": -right[-1] / len(right),
        "q3.last-sample-undivided": -right[-1],
        "q3.largest": -right.min(),
        "q3.median": -right.median(),
        "q3.exponential": (-right.mean()).exp(),
    }


def _changing(submission, log_prob, labels):
    """The hint for a cost that is another if it is asked for again; None if it is the same."""
    first, second = (submission.cost_function(log_prob, labels)[0] for _ in range(2))
    return None if torch.allclose(first, second, equal_nan=True) else "all.remembers"


def _hints_for(cost, log_prob, labels):
    """The hints that name mistakes with this cost of a batch."""
    known = _known(log_prob, labels).items()
    return [hint for hint, value in known if abs(value.item() - cost) < 1e-4 * max(1, abs(cost))]


def _reason(submission, generator, found, log_prob, labels):
    """The hint that names the mistake behind a cost, with its fields; None if it is not known.

    Mistakes have the same cost in special batches: one tells them apart whose log-probabilities are
    all different, and whose number of samples is odd, so that it has one median.
    """
    if not math.isfinite(found):
        return dict(because="q3.logarithm-again")
    other = _example(submission, 2 * submission.num_classes + 1, generator)
    near = _hints_for(_first(submission.cost_function(*other)[0]), *other)
    total = -log_prob.gather(1, labels[:, None]).sum().item()
    divisor = total / found if abs(found) > 1e-6 else 0
    if not near and divisor > 1.5 and abs(divisor - round(divisor)) < 1e-3:
        return dict(because="q3.divisor", divisor=round(divisor), count=len(labels))
    return dict(because=near[0]) if near else None


def _cost(log_prob, labels):
    return -log_prob.gather(1, labels[:, None]).mean().item()


def _first(cost):
    return cost.flatten()[0].item() if cost.numel() else math.nan


def _smallest(submission, log_prob, labels):
    """The smallest batch whose cost is not right: what is given, expected and got."""
    for count in range(1, len(labels) + 1):
        few, own = log_prob[:count], labels[:count]
        cost, _ = submission.cost_function(few, own)
        expected, found = _cost(few, own), _first(cost)
        if cost.numel() != 1 or not abs(found - expected) < 1e-4 or count == len(labels):
            given = dict(log_prob=few, labels=own)
            return dict(given=given, expected=dict(cost=expected), got=dict(cost=found))


def test_known_cost(submission, generator):
    """cost_function is right for known probabilities"""
    likely = int(torch.randint(50, 61, (), generator=generator)) / 100
    classes = submission.num_classes
    others = (1 - likely) / (classes - 1)
    digits = torch.randperm(classes, generator=generator)[:3]
    probabilities = torch.full((2, classes), others)
    probabilities[0, digits[0]] = probabilities[1, digits[1]] = likely
    labels = torch.stack([digits[0], digits[2 % len(digits)]])
    log_prob = probabilities.log()
    expected = -(math.log(likely) + math.log(others)) / 2
    cost, _ = submission.cost_function(log_prob, labels)
    assert cost.numel() == 1, dict(hint="q3.not-one-number", shape=tuple(cost.shape))
    found = cost.item()
    assert abs(found - expected) < 1e-4, dict(
        hint="q3.known-cost", likely=likely, others=others, expected=expected, found=found,
        example=submission.attempt(_smallest, log_prob, labels),
        **submission.attempt(_reason, generator, found, log_prob, labels)
        or dict(because="q3.right-digit"),
    )  # fmt: skip
    expected = -math.log(likely)
    found = _first(submission.cost_function(log_prob[:1], labels[:1])[0])
    assert abs(found - expected) < 1e-4, dict(
        hint="q3.single-sample", likely=likely, expected=expected, found=found,
        example=submission.attempt(_smallest, log_prob[:1], labels[:1]),
    )  # fmt: skip
    rows = torch.tensor([0, 0, 0, 1])
    expected = _cost(log_prob[rows], labels[rows])
    found = _first(submission.cost_function(log_prob[rows], labels[rows])[0])
    assert abs(found - expected) < 1e-4, dict(
        hint="q3.label-repeated", expected=expected, found=found,
        example=submission.attempt(_smallest, log_prob[rows], labels[rows]),
    )  # fmt: skip


def test_certainty_costs_nothing(submission, generator):
    """cost_function is 0 for certainty about the right class, and large for the wrong one"""
    classes = submission.num_classes
    labels = torch.randperm(classes, generator=generator)[:4]
    log_prob = torch.full((len(labels), classes), -50.0)
    log_prob[torch.arange(len(labels)), labels] = 0.0
    right, _ = submission.cost_function(log_prob, labels)
    wrong, _ = submission.cost_function(log_prob, (labels + 1) % classes)
    assert right.numel() == wrong.numel() == 1, dict(
        hint="q3.not-one-number", shape=tuple(right.shape)
    )
    assert abs(right.item()) < 1e-3, dict(
        hint="q3.certain-and-right", found=right.item(), name="cost_function",
        because=submission.attempt(_changing, log_prob, labels),
        example=submission.attempt(_smallest, log_prob, labels),
    )  # fmt: skip
    assert wrong.item() > 10, dict(
        hint="q3.certain-and-wrong", found=wrong.item(),
        example=submission.attempt(_smallest, log_prob, (labels + 1) % classes),
    )  # fmt: skip


def _slopes(submission, log_prob, labels):
    """The smallest batch whose gradient is not right, as an example."""
    for count in range(1, len(labels) + 1):
        few, own = log_prob[:count], labels[:count]
        expected = 0 - torch.nn.functional.one_hot(own, log_prob.shape[1]) / count
        _, found = submission.cost_function(few, own)
        if found is None or not torch.allclose(found, expected, atol=1e-4):
            break
    name = f"gradient[{count - 1}]"
    return dict(
        given=dict(log_prob=few, labels=own),
        expected={name: expected[-1]},
        got={name: "none" if found is None else found[-1]},
    )


def test_gradient(submission, generator):
    """cost_function can be trained on: its gradient reaches the log-probabilities"""
    classes = submission.num_classes
    log_prob = torch.log_softmax(3 * torch.randn(classes, classes, generator=generator), 1)
    labels = torch.randperm(classes, generator=generator)  # every class is the right one once
    _, gradient = submission.cost_function(log_prob, labels)
    assert gradient is not None, dict(
        hint="q3.cut-off", example=submission.attempt(_slopes, log_prob, labels)
    )
    right = torch.nn.functional.one_hot(labels, classes).bool()
    none = int((gradient[right] == 0).sum())
    assert (gradient[right] < 0).all(), dict(
        hint="q3.no-gradient-at-right-digits" if none else "q3.gradient-at-right-digits",
        none=none,
        count=classes,
        example=submission.attempt(_slopes, log_prob, labels),
    )
    assert (gradient[~right] > -1e-4).all(), dict(
        hint="q3.gradient-at-wrong-digits", example=submission.attempt(_slopes, log_prob, labels)
    )


def _example(submission, count, generator):
    """Log-probabilities, none of them tiny, for those are the business of `test_extremes`."""
    classes = submission.num_classes
    log_prob = torch.log_softmax(torch.randn(count, classes, generator=generator), 1)
    return log_prob, torch.randint(0, classes, (count,), generator=generator)


def _form(submission, log_prob, labels):
    """The shape of a batch's cost, as an example."""
    cost, _ = submission.cost_function(log_prob, labels)
    shapes = {"cost.shape": "()"}, {"cost.shape": str(tuple(cost.shape))}
    return dict(given=dict(log_prob=log_prob, labels=labels), expected=shapes[0], got=shapes[1])


def test_scalar(submission, generator):
    """cost_function returns a scalar"""
    log_prob, _ = _example(submission, 16, generator)
    ranked = log_prob.argsort(1, descending=True)
    costs = []
    for rank in (0, 1, -1):
        cost, _ = submission.cost_function(log_prob, ranked[:, rank])
        assert cost.dim() == 0, dict(
            hint="q3.no-scalar", shape=tuple(cost.shape),
            example=submission.attempt(_form, log_prob[:1], ranked[:1, rank]),
        )  # fmt: skip
        costs.append(cost.item())
    few = log_prob.shape[1] == 2  # then the second likeliest is the unlikeliest
    assert costs[0] < costs[1] and (costs[1] < costs[2] or few), dict(
        hint="q3.not-rising", costs=costs,
        example=submission.attempt(_smallest, log_prob, ranked[:, -1]),
    )  # fmt: skip


def test_extremes(submission, generator):
    """cost_function stays finite for tiny probabilities"""
    large = int(torch.randint(150, 250, (), generator=generator))
    classes = submission.num_classes
    *wrong, certain = torch.randperm(classes, generator=generator)[:4].tolist()
    labels = torch.tensor(wrong)
    log_prob = torch.full((len(labels), classes), -float(large))
    log_prob[:, certain] = 0.0
    cost, _ = submission.cost_function(log_prob, labels)
    assert cost.numel() == 1, dict(hint="q3.not-one-number", shape=tuple(cost.shape))
    found = cost.item()
    assert abs(found - large) < 0.1, dict(
        hint="q3.extremes", large=large, found=found,
        example=submission.attempt(_smallest, log_prob, labels),
        **submission.attempt(_reason, generator, found, log_prob, labels)
        or dict(because="q3.right-digit" if found > large else "q3.left-logarithm"),
    )  # fmt: skip
