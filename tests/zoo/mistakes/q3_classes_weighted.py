"""Rare classes of a batch count more than frequent ones.
question: q3
hint: Every sample counts alike
first hint: Every sample counts alike
"""

from torch.nn import functional


def cost_function(log_prob, labels):
    counts = labels.bincount(minlength=log_prob.shape[1]).clamp(min=1)
    return functional.nll_loss(log_prob, labels, weight=1 / counts.float())
