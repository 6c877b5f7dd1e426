"""The cost of guessing is in bits.
question: q5
hint: natural
"""

import math


def chance_cost(num_classes=10):
    return math.log2(num_classes)
