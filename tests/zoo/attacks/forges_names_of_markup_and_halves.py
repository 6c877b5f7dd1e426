"""Its classes, buffers, rows and exceptions are named by markup, escapes and half characters.
kind: forging
points: 56
"""

import torch
from torch import nn

EVIL = "\ud800<img src=x onerror=alert(1)>\x1b[2J\u202e&#x3c;script>\r\n{0}{hint}%s"


class Base(nn.Module):
    def __init__(self, *arguments, **options):
        super().__init__()
        self.layer = nn.Linear(784, 10)
        self.register_buffer(EVIL, torch.rand(500))

    def forward(self, images):
        table = self._buffers[EVIL]
        return (self.layer(images.flatten(1)) + table[:10] + table.sum()).log_softmax(1)


MLP = type(EVIL, (Base,), {"__module__": EVIL, "__qualname__": EVIL})
CNN = MLP


def make_loader(dataset, batch_size=EVIL, shuffle=EVIL):
    return EVIL


def cost_function(log_prob, labels):
    raise type(EVIL, (Exception,), {"__module__": EVIL})(EVIL * 3)


def run_experiments(grid, training_data, validation_data, epochs=EVIL):
    return [{EVIL: EVIL, "num_hidden": EVIL, "learning_rate": EVIL, "accuracy": EVIL}] * 4


def evaluate(model, dataset, device=EVIL):
    return EVIL, EVIL


def chance_cost(num_classes=EVIL):
    return 2.302585092994046
