"""The cost is the fraction of wrong predictions.
question: q3
hint: does not reach the log-probabilities
first hint: fraction
"""


def cost_function(log_prob, labels):
    return (log_prob.argmax(1) != labels).float().mean()
