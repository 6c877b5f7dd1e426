"""Networks from a registry: a decorator registers classes, and a factory builds layers by name."""

from functools import partial

import torch.nn as nn

MODELS = {}
ACTIVATIONS = {"relu": partial(nn.ReLU, inplace=True), "tanh": nn.Tanh}


def register(name):
    def decorator(cls):
        assert name not in MODELS, f"{name} is registered twice"
        MODELS[name] = cls
        return cls

    return decorator


def create_model(name, *args, **kwargs):
    return MODELS[name.lower()](*args, **kwargs)


def conv_block(cin, cout, act="relu", **pool):
    return nn.Sequential(
        nn.Conv2d(cin, cout, kernel_size=(5, 5), stride=1, padding=2),
        ACTIVATIONS[act](),
        nn.MaxPool2d(kernel_size=2, stride=2, **pool),
    )


@register("mlp")
class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super(MLP, self).__init__()
        sizes = [28 * 28, num_hidden, 10]
        layers = [nn.Flatten()]
        for i, (n_in, n_out) in enumerate(zip(sizes[:-1], sizes[1:])):
            layers.append(nn.Linear(n_in, n_out))
            layers.append(ACTIVATIONS["relu"]() if i == 0 else nn.LogSoftmax(dim=-1))
        self.net = nn.Sequential(*layers)

    def forward(self, x):
        return self.net(x)


@register("cnn")
class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super(CNN, self).__init__()
        chs = [1, *channels]
        pools = [{}, {}, {"ceil_mode": True}]
        blocks = [conv_block(i, o, **pool) for i, o, pool in zip(chs, chs[1:], pools)]
        self.features = nn.Sequential(*blocks)
        self.classifier = nn.Sequential(
            nn.Linear(chs[-1] * 4 * 4, num_hidden),
            ACTIVATIONS["relu"](),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(dim=1),
        )

    def forward(self, x):
        x = self.features(x)
        x = x.view(x.size(0), -1)
        return self.classifier(x)
