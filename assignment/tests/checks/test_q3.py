"""q3: the cost of a prediction."""

import math

import torch


def test_known_cost(submission):
    """cost_function is right for known probabilities"""
    probabilities = torch.full((2, 10), 0.05)
    probabilities[0, 3], probabilities[1, 7] = 0.55, 0.55
    labels = torch.tensor([3, 0])
    expected = -(math.log(0.55) + math.log(0.05)) / 2
    cost, _ = submission.cost_function(probabilities.log(), labels)
    assert cost.numel() == 1, (
        f"cost_function returned a tensor of shape {tuple(cost.shape)}; expected one number, the"
        " mean over the batch."
    )
    assert abs(cost.item() - expected) < 1e-4, (
        f"The right digits had the probabilities 0.55 and 0.05, so the cost is {expected:.4f};"
        f" yours is {cost.item():.4f}. Remember that the model returns log-probabilities already."
    )


def test_certainty_costs_nothing(submission):
    """cost_function is 0 for certainty about the right digit, and large for the wrong one"""
    log_prob = torch.full((4, 10), -50.0)
    labels = torch.tensor([1, 0, 9, 5])
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


def test_gradient(submission):
    """cost_function can be trained on: its gradient reaches the log-probabilities"""
    log_prob = torch.log_softmax(torch.randn(5, 10, generator=torch.manual_seed(1)), 1)
    _, gradient = submission.cost_function(log_prob, torch.tensor([0, 1, 2, 3, 4]))
    assert gradient is not None, (
        "backward() from the cost does not reach the log-probabilities. The cost must stay a tensor"
        " all the way."
    )
    assert gradient[0, 0] < 0, (
        "The gradient at the right digit is not negative, so training would make the right digit"
        " less probable. Look at the sign of the cost."
    )
