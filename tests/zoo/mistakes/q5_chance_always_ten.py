"""The number of classes is ignored.
question: q5
hint: guessing among 2 classes
"""

import math


def chance_cost(num_classes=10):
    return math.log(10)
