"""The cost of guessing is in bits.
question: q5
hint: natural
first hint: natural | base 2
"""

import math


def chance_cost(num_classes=10):
    return math.log2(num_classes)
