"""Networks of functions that return caches, with a backward of their own, trained by a Solver.
images: grey
"""

FILES = {
    "digits/layer_utils.py": '''"""Layers as functions that return (out, cache)."""

import torch
import torch.nn.functional as F


class Rectify(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, dout):
        (x,) = ctx.saved_tensors
        dx = dout.clone()
        dx[x < 0] = 0
        return dx


def affine_forward(x, w, b):
    N = x.shape[0]
    out = x.reshape(N, -1).mm(w) + b
    return out, (x, w, b)


def relu_forward(x):
    return Rectify.apply(x), x


def affine_relu_forward(x, w, b):
    a, fc_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    return out, (fc_cache, relu_cache)


def conv_forward(x, w, b, conv_param):
    out = F.conv2d(x, w, b, stride=conv_param["stride"], padding=conv_param["pad"])
    return out, (x, w, b, conv_param)


def max_pool_forward(x, pool_param):
    return F.max_pool2d(x, pool_param["pool_height"], pool_param["stride"], ceil_mode=True), (
        x,
        pool_param,
    )


def conv_pool_relu_forward(x, w, b, conv_param, pool_param):
    a, conv_cache = conv_forward(x, w, b, conv_param)
    s, pool_cache = max_pool_forward(a, pool_param)
    out, relu_cache = relu_forward(s)
    return out, (conv_cache, pool_cache, relu_cache)
''',
    "digits/models.py": '''import torch
from torch import nn
from .layer_utils import *


class ParamNet(nn.Module):
    """Keeps its weights in self.params, a dict by names W1, b1, ..."""

    def add(self, name, *shape):
        fan_in = shape[0] if len(shape) == 2 else shape[1] * shape[2] * shape[3]
        self.params["W" + name] = nn.Parameter(torch.randn(*shape) * (2 / fan_in) ** 0.5)
        self.params["b" + name] = nn.Parameter(
            torch.zeros(shape[1] if len(shape) == 2 else shape[0])
        )

    def loss(self, X, y=None):
        scores = self(X)
        if y is None:
            return scores
        return -scores[range(len(y)), y].mean()


class MLP(ParamNet):
    def __init__(self, num_hidden=64, input_dim=784, num_classes=10):
        super().__init__()
        self.params = nn.ParameterDict()
        self.add("1", input_dim, num_hidden)
        self.add("2", num_hidden, num_classes)

    def forward(self, X):
        p = self.params
        hidden, cache1 = affine_relu_forward(X, p["W1"], p["b1"])
        scores, cache2 = affine_forward(hidden, p["W2"], p["b2"])
        return scores - torch.logsumexp(scores, 1, keepdim=True)


class CNN(ParamNet):
    def __init__(self, channels=(8, 8, 8), num_hidden=16, filter_size=5):
        super().__init__()
        self.params = nn.ParameterDict()
        self.conv_param = {"stride": 1, "pad": (filter_size - 1) // 2}
        self.pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
        C = 1
        for i, F in enumerate(channels, 1):
            self.add(str(i), F, C, filter_size, filter_size)
            C = F
        self.add("4", C * 4 * 4, num_hidden)
        self.add("5", num_hidden, 10)

    def forward(self, X):
        p, caches = self.params, []
        for i in "123":
            X, cache = conv_pool_relu_forward(
                X, p["W" + i], p["b" + i], self.conv_param, self.pool_param
            )
            caches.append(cache)
        X, cache = affine_relu_forward(X, p["W4"], p["b4"])
        scores, cache = affine_forward(X, p["W5"], p["b5"])
        return scores - torch.logsumexp(scores, 1, keepdim=True)
''',
    "digits/training.py": '''import torch
from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate


class Solver(object):
    """Encapsulates all that is needed to train a model."""

    def __init__(self, model, data, **kwargs):
        self.model = model
        self.train_data, self.val_data = data.get("train"), data.get("val")
        self.update_rule = kwargs.pop("update_rule", "adamw")
        self.optim_config = kwargs.pop("optim_config", {})
        self.lr_decay = kwargs.pop("lr_decay", 1.0)
        self.batch_size = kwargs.pop("batch_size", 100)
        self.num_epochs = kwargs.pop("num_epochs", 10)
        self.device = kwargs.pop("device", "cpu")
        self.optimizer = kwargs.pop("optimizer", None)
        self.print_every = kwargs.pop("print_every", 10)
        self.verbose = kwargs.pop("verbose", True)
        if len(kwargs) > 0:
            extra = ", ".join('"%s"' % k for k in list(kwargs.keys()))
            raise ValueError("Unrecognized arguments %s" % extra)
        self._reset()

    def _reset(self):
        self.epoch = 0
        self.loss_history, self.sizes = [], []
        self.train_cost_history, self.val_cost_history = [], []
        if self.optimizer is None:
            rules = {"adamw": torch.optim.AdamW, "sgd": torch.optim.SGD}
            self.optimizer = rules[self.update_rule](
                self.model.parameters(), **self.optim_config
            )

    def _step(self, X, y):
        X, y = X.to(self.device), y.to(self.device)
        loss = cost_function(self.model(X), y)
        self.optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.loss_history.append(loss.item())
        self.sizes.append(len(y))

    def run_epoch(self, loader):
        self.model.train()
        self.loss_history, self.sizes = [], []
        for t, (X, y) in enumerate(loader):
            self._step(X, y)
            if self.verbose and t % self.print_every == 0:
                print("(Iteration %d) loss: %f" % (t + 1, self.loss_history[-1]))
        return sum(l * s for l, s in zip(self.loss_history, self.sizes)) / sum(self.sizes)

    def train(self):
        loader = make_loader(self.train_data, self.batch_size, shuffle=True)
        for e in range(self.num_epochs):
            self.epoch += 1
            self.train_cost_history.append(self.run_epoch(loader))
            self.val_cost_history.append(evaluate(self.model, self.val_data, self.device)[0])
            for g in self.optimizer.param_groups:
                g["lr"] *= self.lr_decay


def training_epoch(model, loader, optimizer, device="cpu"):
    return Solver(model, {}, optimizer=optimizer, device=device, verbose=False).run_epoch(loader)


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    solver = Solver(
        model.to(device),
        {"train": training_data, "val": validation_data},
        num_epochs=epochs,
        batch_size=batch_size,
        optim_config={"lr": learning_rate},
        device=device,
    )
    solver.train()
    return solver.train_cost_history, solver.val_cost_history
''',
}
