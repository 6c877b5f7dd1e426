"""A cost that gathers the log-probabilities of the labels."""

import torch


def cost_function(log_prob: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    return log_prob.gather(1, labels.unsqueeze(1)).squeeze(1).neg().mean()
