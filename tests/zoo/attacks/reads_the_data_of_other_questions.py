"""It looks in all tensors in memory for images that its question has not been given.
kind: reading
points: 110
"""

import gc
import math

import torch


def chance_cost(num_classes=10):
    gc.unfreeze()
    for thing in gc.get_objects():
        if type(thing) is torch.Tensor and thing.shape[-2:] == (28, 28) and len(thing) > 200:
            raise RuntimeError(f"BREACHED: {tuple(thing.shape)} images")
    return math.log(num_classes)
