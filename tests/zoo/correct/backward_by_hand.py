"""Layers and a cost with backward passes of their own; gradients are handed to the optimizer."""

FILES = {
    "digits/costs.py": '''"""q3: a cost with a backward pass of its own."""

import torch
from torch.autograd import Function
from torch.autograd.function import once_differentiable


class NegativeLogLikelihood(Function):
    @staticmethod
    def forward(ctx, log_prob, labels):
        ctx.save_for_backward(labels)
        ctx.shape = log_prob.shape
        return -log_prob.gather(1, labels.view(-1, 1)).sum() / log_prob.shape[0]

    @staticmethod
    @once_differentiable
    def backward(ctx, grad):
        (labels,) = ctx.saved_tensors
        out = torch.zeros(ctx.shape, device=grad.device, dtype=grad.dtype)
        out.scatter_(1, labels.view(-1, 1), -grad.item() / ctx.shape[0])
        return out, None


cost_function = NegativeLogLikelihood.apply
''',
    "digits/models.py": '''\
"""Layers with backward passes of their own, as in a course on back-propagation."""

import torch
from torch import nn
from torch.autograd import Function


class ReLUFunction(Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x.clamp(min=0)

    @staticmethod
    def backward(ctx, grad):
        (x,) = ctx.saved_tensors
        return grad * (x > 0)


class LinearFunction(Function):
    @staticmethod
    def forward(ctx, x, weight, bias):
        ctx.save_for_backward(x, weight)
        return x.mm(weight.t()) + bias

    @staticmethod
    def backward(ctx, grad):
        x, weight = ctx.saved_tensors
        return grad.mm(weight), grad.t().mm(x), grad.sum(0)


class LogSoftmaxFunction(Function):
    @staticmethod
    def forward(ctx, x):
        out = x - x.logsumexp(1, keepdim=True)
        ctx.save_for_backward(out)
        return out

    @staticmethod
    def backward(ctx, grad):
        (out,) = ctx.saved_tensors
        return grad - out.exp() * grad.sum(1, keepdim=True)


relu, log_softmax = ReLUFunction.apply, LogSoftmaxFunction.apply


class Affine(nn.Module):
    def __init__(self, n_in, n_out):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(n_out, n_in) * (2 / n_in) ** 0.5)
        self.bias = nn.Parameter(torch.zeros(n_out))

    def forward(self, x):
        return LinearFunction.apply(x, self.weight, self.bias)


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super().__init__()
        self.fc1 = Affine(784, num_hidden)
        self.fc2 = Affine(num_hidden, 10)

    def forward(self, images):
        return log_softmax(self.fc2(relu(self.fc1(images.view(images.size(0), -1)))))


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, 5, padding=2) for a, b in zip((1, *channels), channels)
        )
        self.fc1 = Affine(16 * channels[-1], num_hidden)
        self.fc2 = Affine(num_hidden, 10)

    def forward(self, images):
        x = images
        for conv in self.convs:
            x = nn.functional.max_pool2d(relu(conv(x)), 2, ceil_mode=True)
        return log_softmax(self.fc2(relu(self.fc1(x.reshape(len(x), -1)))))
''',
    "digits/training.py": '''\
"""q4: gradients by torch.autograd.grad, given to the optimizer by hand."""

import torch
from torch.func import functional_call

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train(True)
    names, params = zip(*model.named_parameters())
    seen, costs = [], []
    for batch in loader:
        images, labels = map(lambda t: t.to(device), batch)
        optimizer.zero_grad()
        cost = cost_function(
            functional_call(model, dict(zip(names, params)), (images,)), labels
        )
        for p, g in zip(params, torch.autograd.grad(cost, params)):
            p.grad = g.clone()
        optimizer.step()
        costs.append(cost.detach())
        seen.append(labels.numel())
    weights = torch.tensor(seen, dtype=torch.float64)
    return (torch.stack(costs).cpu().double() @ weights / weights.sum()).item()


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    def loop():
        optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
        loader = make_loader(training_data, batch_size=batch_size, shuffle=True)
        for _ in range(epochs):
            yield (
                training_epoch(model, loader, optimizer, device),
                evaluate(model, validation_data, device)[0],
            )

    training_costs, validation_costs = [], []
    for a, b in loop():
        training_costs.append(a)
        validation_costs.append(b)
    return training_costs, validation_costs
''',
}
