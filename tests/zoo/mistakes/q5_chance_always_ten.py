"""The number of classes is ignored.
question: q5
hint: guessing among 2 classes
first hint: num_classes is
"""

import math


def chance_cost(num_classes=10):
    return math.log(10)
