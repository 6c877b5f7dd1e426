"""q3: the cost of a prediction."""

import math

import torch


def test_known_cost(submission, generator):
    """cost_function is right for known probabilities"""
    likely = int(torch.randint(50, 61, (), generator=generator)) / 100
    others = (1 - likely) / 9
    digits = torch.randperm(10, generator=generator)[:3]
    probabilities = torch.full((2, 10), others)
    probabilities[0, digits[0]] = probabilities[1, digits[1]] = likely
    labels = torch.stack([digits[0], digits[2]])
    expected = -(math.log(likely) + math.log(others)) / 2
    cost, _ = submission.cost_function(probabilities.log(), labels)
    assert cost.numel() == 1, (
        f"cost_function returned a tensor of shape {tuple(cost.shape)}; expected one number, the"
        " mean over the batch."
    )
    again = -torch.log_softmax(probabilities, 1).gather(1, labels[:, None]).mean().item()
    without_logarithm = -(likely + others) / 2
    if min(abs(cost.item() - again), abs(cost.item() - without_logarithm)) < 1e-4:
        reason = "The model returns log-probabilities already, and the cost works on these."
    else:
        reason = "Of each sample, nothing counts but the log-probability of the right digit."
    assert abs(cost.item() - expected) < 1e-4, (
        f"The right digits had the probabilities {likely:g} and {others:.4g}, so the cost is"
        f" {expected:.4f}; yours is {cost.item():.4f}. {reason}"
    )


def test_certainty_costs_nothing(submission, generator):
    """cost_function is 0 for certainty about the right digit, and large for the wrong one"""
    log_prob = torch.full((4, 10), -50.0)
    labels = torch.randperm(10, generator=generator)[:4]
    log_prob[torch.arange(4), labels] = 0.0
    right, _ = submission.cost_function(log_prob, labels)
    wrong, _ = submission.cost_function(log_prob, (labels + 1) % 10)
    assert right.numel() == wrong.numel() == 1, (
        f"cost_function returned a tensor of shape {tuple(right.shape)}; expected one number."
    )
    assert abs(right.item()) < 1e-3, (
        f"The cost of certainty about the right digit is 0; yours is {right.item():.4f}."
    )
    assert wrong.item() > 10, (
        f"Certainty about a wrong digit must cost a lot; yours costs {wrong.item():.4f}. Look at"
        " the sign, and at how the labels are used."
    )


def test_gradient(submission, generator):
    """cost_function can be trained on: its gradient reaches the log-probabilities"""
    log_prob = torch.log_softmax(3 * torch.randn(5, 10, generator=generator), 1)
    labels = torch.randint(0, 10, (5,), generator=generator)
    _, gradient = submission.cost_function(log_prob, labels)
    assert gradient is not None, (
        "backward() from the cost does not reach the log-probabilities. The cost must stay a tensor"
        " all the way."
    )
    right = torch.nn.functional.one_hot(labels, 10).bool()
    assert (gradient[right] < 0).all(), (
        "The gradient at the right digit is not negative, so training would make the right digit"
        " less probable. Look at the sign of the cost."
    )
    assert (gradient[~right] > -1e-4).all(), (
        "The gradient at a wrong digit is negative, so training would make a wrong digit more"
        " probable. Look at how the labels are used."
    )


def _example(count, generator):
    """Log-probabilities, none of them tiny, for those are the business of `test_extremes`."""
    log_prob = torch.log_softmax(torch.randn(count, 10, generator=generator), 1)
    return log_prob, torch.randint(0, 10, (count,), generator=generator)


def test_scalar(submission, generator):
    """cost_function returns a scalar"""
    log_prob, _ = _example(16, generator)
    ranked = log_prob.argsort(1, descending=True)
    costs = []
    for rank in (0, 1, 9):
        cost, _ = submission.cost_function(log_prob, ranked[:, rank])
        assert cost.dim() == 0, (
            f"cost_function returned a tensor of shape {tuple(cost.shape)}; expected a scalar, of"
            " shape ()."
        )
        costs.append(cost.item())
    assert costs[0] < costs[1] < costs[2], (
        "With the likeliest digits as labels, the second likeliest and the unlikeliest, the cost is"
        f" {costs[0]:.4f}, {costs[1]:.4f} and {costs[2]:.4f}; it must rise. Look at its sign, and"
        " at how it uses the labels."
    )


def test_extremes(submission, generator):
    """cost_function stays finite for tiny probabilities"""
    large = int(torch.randint(150, 250, (), generator=generator))
    digits = torch.randperm(10, generator=generator)[:4]
    log_prob = torch.full((3, 10), -float(large))
    log_prob[:, digits[3]] = 0.0
    cost, _ = submission.cost_function(log_prob, digits[:3])
    assert cost.numel() == 1 and abs(cost.item() - large) < 0.1, (
        f"For right digits with a log-probability of {-large} the cost is {large}; yours is"
        f" {cost.flatten()[0].item() if cost.numel() else None}. Leaving the logarithm and coming"
        " back loses such numbers."
    )
