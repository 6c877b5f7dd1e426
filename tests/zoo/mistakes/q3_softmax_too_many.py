"""Cross-entropy is applied to probabilities, so there is a softmax too many.
question: q3
hint: a softmax too many
first hint: softmax
"""

import torch.nn.functional as F


def cost_function(log_prob, labels):
    return F.cross_entropy(log_prob.softmax(1), labels)
