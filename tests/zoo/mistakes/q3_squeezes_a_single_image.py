"""squeeze() drops the batch's axis, too, where the batch is a single image.
question: q3
hint: drops the axis of the batch
first hint: drops the axis of the batch
"""


def cost_function(log_prob, labels):
    right = log_prob.squeeze().gather(1, labels.unsqueeze(1))
    return -right.mean()
