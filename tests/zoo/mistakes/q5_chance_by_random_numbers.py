"""The cost of guessing is measured on random outputs.
question: q5
hint: no random numbers
first hint: no random numbers
"""


def chance_cost(num_classes=10):
    log_prob = torch.randn(1000, num_classes).log_softmax(dim=1)
    return cost_function(log_prob, torch.randint(num_classes, (1000,))).item()
