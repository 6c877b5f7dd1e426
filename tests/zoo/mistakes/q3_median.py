"""The median of the samples' costs is taken.
question: q3
hint: cost is
first hint: median
"""

import torch


def cost_function(log_prob, labels):
    return -log_prob[torch.arange(len(labels)), labels].median()
