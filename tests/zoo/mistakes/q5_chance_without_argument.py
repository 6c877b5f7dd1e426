"""The number of classes is always ten, without an argument.
question: q5
hint: num_classes
first hint: num_classes
"""

import math


def chance_cost():
    return math.log(10)
