"""The other nine digits count, too.
question: q3
hint: binary cross-entropy
first hint: binary
"""

from torch.nn import functional


def cost_function(log_prob, labels):
    target = functional.one_hot(labels, 10).float()
    return functional.binary_cross_entropy(log_prob.exp(), target)
