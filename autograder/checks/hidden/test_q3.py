"""q3: the cost of a prediction.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import math

import torch


def _example(submission, count, generator):
    """Log-probabilities, none of them tiny, for those are the business of `test_extremes`."""
    classes = submission.num_classes
    log_prob = torch.log_softmax(torch.randn(count, classes, generator=generator), 1)
    return log_prob, torch.randint(0, classes, (count,), generator=generator)


def _known(log_prob, labels):
    """What known mistakes make of a batch, by the hints that name them."""
    right = log_prob.gather(1, labels[:, None])
    target = torch.nn.functional.one_hot(labels, log_prob.shape[1]).float()
    probabilities = log_prob.exp()
    again = torch.log_softmax(probabilities, 1).gather(1, labels[:, None])
    return {
        "q3.sum": -right.sum(),
        "q3.sign": right.mean(),
        "q3.probabilities": -probabilities.gather(1, labels[:, None]).mean(),
        "q3.softmax-again": -again.mean(),
        "q3.logarithm-again": -torch.log(-right).mean(),
        "q3.squared": ((probabilities - target) ** 2).mean(),
        "q3.squared-logarithms": ((log_prob - target) ** 2).mean(),
        "q3.bits": -right.mean() / math.log(2),
        "q3.likeliest": -log_prob.max(1).values.mean(),
        "q3.columns": -log_prob[:, labels].mean(),
        "q3.binary": torch.nn.functional.binary_cross_entropy(probabilities, target),
        "q3.classes-averaged": -right.sum() / log_prob.numel(),
    }


def test_value(submission, generator):
    """cost_function is the mean negative log-likelihood

    The cost of random batches of several sizes.
    """
    for count in (7, 32, 1):
        log_prob, labels = _example(submission, count, generator)
        expected = -log_prob.gather(1, labels[:, None]).mean().item()
        cost, _ = submission.cost_function(log_prob, labels)
        assert cost.numel() == 1, dict(
            hint="q3.not-one-number-of-many", count=count, shape=tuple(cost.shape)
        )
        found = cost.item()
        assert math.isfinite(found), dict(
            hint="q3.not-finite", count=count, expected=expected, found=found
        )
        known = _known(log_prob, labels).items()
        near = [hint for hint, value in known if abs(value.item() - found) < 1e-4]
        assert abs(found - expected) < 1e-4 * max(1, abs(expected)), dict(
            hint="q3.value", because=near[0] if near else "q3.arguments",
            count=count, expected=expected, found=found,
        )  # fmt: skip


def test_slope(submission, generator):
    """cost_function has the gradient of the mean negative log-likelihood

    The gradient of the cost of a random batch.
    """
    log_prob, labels = _example(submission, 8, generator)
    _, gradient = submission.cost_function(log_prob, labels)
    assert gradient is not None, dict(hint="q3.cut-off")
    right = gradient.gather(1, labels[:, None])
    # On log-probabilities, cross-entropy has the same value and another gradient: both will do.
    direct = torch.full_like(right, -1 / 8)
    entropy = (log_prob.exp().gather(1, labels[:, None]) - 1) / 8
    assert torch.allclose(right, direct, atol=1e-4) or torch.allclose(right, entropy, atol=1e-4), (
        dict(hint="q3.slope", found=right.flatten()[:3].tolist(), expected=-1 / 8)
    )
