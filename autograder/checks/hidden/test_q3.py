"""q3: the cost of a prediction."""

import math

import torch


def _example(count, generator):
    """Log-probabilities, none of them tiny, for those are the business of `test_extremes`."""
    log_prob = torch.log_softmax(torch.randn(count, 10, generator=generator), 1)
    return log_prob, torch.randint(0, 10, (count,), generator=generator)


def _mistakes(log_prob, labels):
    """What known mistakes make of the same input, by what to say about them."""
    right = log_prob.gather(1, labels[:, None])
    best = log_prob.max(1).values
    target = torch.nn.functional.one_hot(labels, 10).float()
    probabilities = log_prob.exp()
    again = torch.log_softmax(probabilities, 1).gather(1, labels[:, None])
    binary = torch.nn.functional.binary_cross_entropy(probabilities, target)
    return {
        "It is the sum over the batch; expected the mean.": -right.sum(),
        "Its sign is wrong: the cost must fall as the right digit becomes likelier.": right.mean(),
        "It takes probabilities, without their logarithm.": -probabilities.gather(
            1, labels[:, None]
        ).mean(),
        "It applies a softmax too many: the model returns log-probabilities, and the cost works on"
        " these.": -again.mean(),
        "It takes the logarithm of log-probabilities.": -torch.log(-right).mean(),
        "It is a squared error, not a log-likelihood.": ((probabilities - target) ** 2).mean(),
        "It is a squared error of log-probabilities, not a log-likelihood.": (
            (log_prob - target) ** 2
        ).mean(),
        "It is in bits, with logarithms of base 2; expected nats.": -right.mean() / math.log(2),
        "It is the cost of the likeliest digits; expected that of the labels.": -best.mean(),
        "It takes the columns of all labels for every sample; expected of each sample its own"
        " label's.": -log_prob[:, labels].mean(),
        "It is a binary cross-entropy, which counts the nine other digits as well.": binary,
        "It averages over the classes as well as over the batch.": -right.sum() / log_prob.numel(),
    }


def test_value(submission, generator):
    """cost_function is the mean negative log-likelihood

    The cost of random batches of several sizes.
    """
    for count in (7, 32, 1):
        log_prob, labels = _example(count, generator)
        expected = -log_prob.gather(1, labels[:, None]).mean().item()
        cost, _ = submission.cost_function(log_prob, labels)
        assert cost.numel() == 1, (
            f"For {count} samples cost_function returned the shape {tuple(cost.shape)}; expected a"
            " scalar."
        )
        found = cost.item()
        known = _mistakes(log_prob, labels).items()
        assert math.isfinite(found), (
            f"For {count} samples the cost is {expected:.4f}; yours is {found}. That happens"
            " when it takes the logarithm of log-probabilities, which are negative."
        )
        reasons = [text for text, value in known if abs(value.item() - found) < 1e-4]
        reason = (
            reasons[0]
            if reasons
            else ("Look at how it uses its arguments, and at the number of samples it divides by.")
        )
        assert abs(found - expected) < 1e-4 * max(1, abs(expected)), (
            f"For {count} samples the cost is {expected:.4f}; yours is {found:.4f}. {reason}"
        )


def test_slope(submission, generator):
    """cost_function has the gradient of the mean negative log-likelihood

    The gradient of the cost of a random batch.
    """
    log_prob, labels = _example(8, generator)
    _, gradient = submission.cost_function(log_prob, labels)
    assert gradient is not None, "backward() from the cost does not reach the log-probabilities."
    right = gradient.gather(1, labels[:, None])
    # On log-probabilities, cross-entropy has the same value and another gradient: both will do.
    direct = torch.full_like(right, -1 / 8)
    entropy = (log_prob.exp().gather(1, labels[:, None]) - 1) / 8
    assert torch.allclose(right, direct, atol=1e-4) or torch.allclose(right, entropy, atol=1e-4), (
        f"The gradient at the right digits is {right.flatten()[:3].tolist()}…; for a mean over 8"
        f" samples expected {-1 / 8}. Look at how the batch is averaged."
    )
