"""The cost of a sample is set, not added: `=-` in place of `-=`.
question: q3
hint: last sample
first hint: last sample
"""


def cost_function(log_prob, labels):
    total = 0
    for row, label in zip(log_prob, labels):
        total = -row[label]
    return total / len(labels)
