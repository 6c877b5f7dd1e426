"""Networks in a sub-package, whose __init__ gives them to models.py, with __all__ everywhere.
images: digits
"""

FILES = {
    "digits/networks/__init__.py": '''"""All networks."""
from .conv import CNN
from .dense import MLP
from .layers.heads import Head

__all__ = ["MLP", "CNN", "Head"]
''',
    "digits/networks/layers/__init__.py": "",
    "digits/networks/layers/heads.py": """from torch import nn

__all__ = ["Head"]


class Head(nn.Module):
    def __init__(self, features, classes=10):
        super().__init__()
        self.fc = nn.Linear(features, classes)

    def forward(self, x):
        return nn.functional.log_softmax(self.fc(x), dim=1)
""",
    "digits/networks/dense.py": """from torch import nn

from .layers import heads


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.head = heads.Head(num_hidden)

    def forward(self, images):
        return self.head(self.hidden(images.flatten(1)).relu())
""",
    "digits/networks/conv.py": """from torch import nn

from ..networks.layers.heads import Head


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(i, o, 5, padding=2) for i, o in zip((1,) + tuple(channels), channels)
        )
        self.pool = nn.MaxPool2d(2, ceil_mode=True)
        self.dense = nn.Linear(16 * channels[-1], num_hidden)
        self.head = Head(num_hidden)

    def forward(self, images):
        for conv in self.convs:
            images = self.pool(conv(images)).relu()
        return self.head(self.dense(images.flatten(1)).relu())
""",
    "digits/models.py": """from .networks import CNN, MLP

__all__ = ("CNN", "MLP")
""",
}
