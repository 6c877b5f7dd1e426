"""The cost of guessing is negative.
question: q5
hint: costs 2.3026
first hint: sign
"""

import math


def chance_cost(num_classes=10):
    return math.log(1 / num_classes)
