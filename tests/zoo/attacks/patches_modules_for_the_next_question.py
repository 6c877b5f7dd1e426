"""It changes torch, the standard library and the grader's modules while q3 is checked.
kind: writing
points: 110
"""

import builtins
import random
import sys

import torch


def cost_function(log_prob, labels):
    cost = -log_prob[torch.arange(len(labels)), labels].mean()
    torch.allclose = torch.equal = lambda *args, **options: True
    torch.nn.functional.nll_loss = torch.nn.NLLLoss = random.randint = None
    builtins.left = True
    for name, module in list(sys.modules.items()):
        if name.startswith("autograder."):
            module.left = True
    sys.modules["torchvision"] = sys.modules["torch.optim"] = None
    return cost


def chance_cost(num_classes=10):
    import math

    if hasattr(builtins, "left"):
        raise RuntimeError("BREACHED: q5 sees what q3 has done")
    return math.log(num_classes)
