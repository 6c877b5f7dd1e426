"""It prints 200 MB.
kind: bombs
points: 110
"""

import math
import os


def chance_cost(num_classes=10):
    for _ in range(100):
        print("x" * 10**6)
        os.write(2, b"y" * 10**6)
    return math.log(num_classes)
