"""The digit 0 is taken for "no label".
question: q3
hint: gradient at the right class is 0
first hint: gradient at the right class is 0
"""


def cost_function(log_prob, labels):
    return nn.functional.nll_loss(log_prob, labels, ignore_index=0)
