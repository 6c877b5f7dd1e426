"""Networks whose file sets seeds, warnings, types, threads and plots, and imports with stars."""

FILES = {
    "digits/models.py": """import os
import random
import warnings

os.environ["CUBLAS_WORKSPACE_CONFIG"] = ":4096:8"
os.environ["CUDA_VISIBLE_DEVICES"] = "0"

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import *
from torch.nn import *
from torch.nn.functional import *

warnings.filterwarnings("ignore")
warnings.simplefilter(action="ignore", category=FutureWarning)
matplotlib.rcParams["figure.dpi"] = 150
plt.rcParams.update({"font.size": 12})
np.set_printoptions(precision=3, suppress=True)
torch.set_printoptions(edgeitems=2, linewidth=75)
torch.set_default_dtype(torch.float32)
torch.set_num_threads(2)
torch.set_float32_matmul_precision("high")
torch.backends.cudnn.deterministic = True
torch.backends.cudnn.benchmark = False
torch.manual_seed(0)
random.seed(0)
np.random.seed(0)


class MLP(Module):
    def __init__(self, num_hidden=64):
        Module.__init__(self)
        self.a = Linear(784, num_hidden)
        self.b = Linear(num_hidden, 10)

    def forward(self, images):
        return log_softmax(self.b(relu(self.a(flatten(images, 1)))), 1)


class CNN(Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        Module.__init__(self)
        a, b, c = channels
        self.convolutions = Sequential(
            Conv2d(1, a, 5, padding=2), MaxPool2d(2), ReLU(),
            Conv2d(a, b, 5, padding=2), MaxPool2d(2), ReLU(),
            Conv2d(b, c, 5, padding=2), MaxPool2d(2, ceil_mode=True), ReLU(),
        )
        self.dense = Sequential(Linear(16 * c, num_hidden), ReLU(), Linear(num_hidden, 10))

    def forward(self, images):
        return log_softmax(self.dense(flatten(self.convolutions(images), 1)), 1)
""",
}
