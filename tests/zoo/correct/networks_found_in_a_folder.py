"""Networks that a folder imports by whatever name, and that enter a table as they are defined.
images: grey
"""

FILES = {
    "digits/networks/__init__.py": '''"""Imports every module here."""
import importlib
import pkgutil

from .base import Network, REGISTRY

for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")


def get(name: str) -> type[Network]:
    if name not in REGISTRY:
        raise KeyError(f"{name}? There are {', '.join(sorted(REGISTRY))}")
    return REGISTRY[name]
''',
    "digits/networks/base.py": """from torch import nn

REGISTRY: dict[str, type["Network"]] = {}


class Network(nn.Module):
    tag: str

    def __init_subclass__(cls, /, tag: str = "", **kwargs):
        super().__init_subclass__(**kwargs)
        cls.tag = tag or cls.__name__.lower()
        REGISTRY[cls.tag] = cls

    def __repr__(self):
        return f"<{self.tag}: {sum(p.numel() for p in self.parameters()):,} parameters>"
""",
    "digits/networks/dense.py": """from torch import nn
from .base import Network


class Dense(Network, tag="dense"):
    def __init__(self, num_hidden: int = 64):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(28 * 28, num_hidden), nn.Linear(num_hidden, 10)

    def forward(self, x):
        return self.fc2(self.fc1(x.flatten(1)).tanh()).log_softmax(-1)
""",
    "digits/networks/convolutional.py": """from torch import nn
from torch.nn import functional as F
from .base import Network


class Convolutional(Network):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        last = 1
        self.convs = nn.ModuleList()
        for c in channels:
            self.convs.append(nn.Conv2d(last, c, 5, padding="same"))
            last = c
        self.fc = nn.Linear(last * 16, num_hidden)
        self.out = nn.Linear(num_hidden, 10)

    def forward(self, x):
        for conv in self.convs:
            x = F.relu(F.max_pool2d(conv(x), 2, ceil_mode=True))
        return F.log_softmax(self.out(F.relu(self.fc(x.flatten(1)))), 1)
""",
    "digits/models.py": """from . import networks

MLP = networks.get("dense")
CNN = networks.get("convolutional")
""",
}
