"""The mean goes over samples and classes.
question: q3
hint: over the classes as well
first hint: over the classes
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return -(F.one_hot(labels, 10) * log_prob).mean()
