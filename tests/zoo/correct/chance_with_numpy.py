"""A chance cost of NumPy."""

import numpy as np


def chance_cost(num_classes: int = 10) -> float:
    return -np.log(1.0 / num_classes)
