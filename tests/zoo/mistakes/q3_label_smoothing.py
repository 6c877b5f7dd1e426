"""Labels are smoothed.
question: q3
hint: nothing counts but the log-probability
first hint: smooth
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.cross_entropy(log_prob, labels, label_smoothing=0.1)
