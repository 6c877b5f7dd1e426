"""The cost is not returned.
question: q3
hint: cost_function returned None
first hint: None
"""

from torch.nn import functional


def cost_function(log_prob, labels):
    cost = functional.nll_loss(log_prob, labels)
