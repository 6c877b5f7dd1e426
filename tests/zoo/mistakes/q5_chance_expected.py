"""The cost is weighted by the probability.
question: q5
hint: costs 2.3026
first hint: weighted
"""

import math


def chance_cost(num_classes=10):
    return math.log(num_classes) / num_classes
