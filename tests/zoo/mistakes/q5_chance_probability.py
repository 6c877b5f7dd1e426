"""The cost of guessing is the probability of a hit.
question: q5
hint: costs 2.3026
first hint: probability itself
"""


def chance_cost(num_classes=10):
    return 1 / num_classes
