"""Networks from images (N, 1, 28, 28) to log-probabilities (N, 10), in the styles students use."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Written(nn.Module):
    """A network with a forward given as a function of the network and the images."""

    def __init__(self, forward: Callable[[nn.Module, Tensor], Tensor], **parts: object) -> None:
        super().__init__()
        for name, part in parts.items():
            setattr(self, name, part)
        self.call = forward

    def forward(self, images: Tensor) -> Tensor:
        return self.call(self, images)


class Matrices(nn.Module):
    """Raw matrices; the softmax by hand."""

    def __init__(self) -> None:
        super().__init__()
        self.first = nn.Parameter(torch.randn(784, 12) / 28)
        self.offset = nn.Parameter(torch.zeros(12))
        self.second = nn.Parameter(torch.randn(12, 10))

    def forward(self, images: Tensor) -> Tensor:
        x = torch.maximum(
            images.view(images.size(0), -1) @ self.first + self.offset, torch.tensor(0.0)
        )
        scores = x @ self.second
        return torch.log(scores.exp() / scores.exp().sum(1, keepdim=True))


def dense(*between: nn.Module, num_hidden: int = 12) -> nn.Sequential:
    """Two dense layers with modules between them."""
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, num_hidden),
        *between,
        nn.Linear(num_hidden, 10),
        nn.LogSoftmax(1),
    )


def convolutional(*after_each: nn.Module) -> nn.Sequential:
    """Two small convolutions, each followed by the same modules, and a dense layer."""
    body = nn.Sequential(
        nn.Conv2d(1, 4, 5, padding=2), *after_each, nn.Conv2d(4, 4, 3), *after_each, nn.Flatten()
    ).eval()
    size = body(torch.zeros(1, 1, 28, 28)).shape[1]
    return nn.Sequential(body, nn.Linear(size, 10), nn.LogSoftmax(1))


def layers(**more: object) -> dict[str, object]:
    """A hidden and an output layer."""
    return {"hidden": nn.Linear(784, 12), "output": nn.Linear(12, 10)} | more


def functional(net: nn.Module, images: Tensor) -> Tensor:
    x = F.relu(F.linear(images.reshape(len(images), 784), net.hidden.weight, net.hidden.bias))
    return F.log_softmax(net.output(x), dim=-1)


def in_place(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1))
    x.relu_()
    x += 1
    x *= 0.5
    return net.output(x).log_softmax(1)


def special_functions(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1))
    x = torch.asinh(x) + torch.erfc(x) + torch.sinc(x) + torch.special.log_ndtr(x)
    x = x * torch.heaviside(x.detach(), torch.zeros(()))
    return net.output(x).log_softmax(1)


def functions_in_place(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1))
    x = x.erf_().sin_().lerp_(torch.zeros(()), 0.5).clamp_(-1, 1).expm1_()
    return net.output(x).log_softmax(1)


def control_flow(net: nn.Module, images: Tensor) -> Tensor:
    assert images.shape[1:] == (1, 28, 28)
    assert torch.isfinite(images).all()
    if images.max() > 100:
        images = images / 255
    return functional(net, images)


def written_in_slices(net: nn.Module, images: Tensor) -> Tensor:
    scores = torch.zeros(images.shape[0], 10)
    x = net.hidden(images.flatten(1)).relu()
    for digit in range(10):
        scores[:, digit] = (x * net.output.weight[digit]).sum(1) + net.output.bias[digit]
    return scores.log_softmax(1)


def masked(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1))
    x[x < 0] = 0
    return net.output(x).log_softmax(1)


def looped(net: nn.Module, images: Tensor) -> Tensor:
    x = images.flatten(1)
    for number, layer in enumerate(net.layers):
        x = layer(x.tanh() if number else x)
    return x - x.logsumexp(1, keepdim=True)


def through_data(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.data.flatten(1)).data
    x.data.clamp_(min=0)
    return net.output(x.detach()).log_softmax(1)


def einsum(net: nn.Module, images: Tensor) -> Tensor:
    x = torch.einsum("nchw,khw->nk", images, net.hidden.weight.view(-1, 28, 28)) + net.hidden.bias
    return torch.einsum("nk,ok->no", x.relu(), net.output.weight).log_softmax(1)


def tied(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).relu()
    again = F.linear(x, net.hidden.weight.T).relu()
    return net.output(net.hidden(again)).log_softmax(1)


def normalised(net: nn.Module, images: Tensor) -> Tensor:
    x = (images - 0.1307) / 0.3081
    return functional(net, x)


def by_columns(net: nn.Module, images: Tensor) -> Tensor:
    left, right = torch.rot90(images, 3, (2, 3)).flatten(1).chunk(2, dim=1)
    x = torch.cat([right, left], 1)
    return functional(net, x.view(-1, 1, 28, 28))


def channels_last(net: nn.Module, images: Tensor) -> Tensor:
    return net.body(images.to(memory_format=torch.channels_last)).log_softmax(1)


def through_double(net: nn.Module, images: Tensor) -> Tensor:
    return functional(net, images.double().float())


def half_precision(net: nn.Module, images: Tensor) -> Tensor:
    x = net.hidden(images.flatten(1)).half().relu().float()
    return net.output(x.bfloat16().add(1).float()).log_softmax(1)


def autocast(net: nn.Module, images: Tensor) -> Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores = net.body(images)
    return scores.float().log_softmax(1)


def rounded(net: nn.Module, images: Tensor) -> Tensor:
    return functional(net, images.mul(100).to(torch.int8).short().float())


def dry_run() -> nn.Module:
    """A network whose first layer learns its size from the first images."""
    network = nn.Sequential(
        nn.Flatten(), nn.LazyLinear(12), nn.ReLU(), nn.LazyLinear(10), nn.LogSoftmax(1)
    )
    network(torch.zeros(1, 1, 28, 28))
    return network


def attention(net: nn.Module, images: Tensor) -> Tensor:
    rows = images.squeeze(1)
    weights = (rows @ rows.transpose(1, 2)).softmax(-1)
    return functional(net, (weights @ rows).unsqueeze(1))


def rows_at_a_time() -> nn.Module:
    """A recurrent network over the rows of an image."""

    def forward(net: nn.Module, images: Tensor) -> Tensor:
        state = torch.zeros(len(images), 12)
        for row in images.squeeze(1).unbind(1):
            state = net.cell(row, state)
        return net.output(state).log_softmax(1)

    return Written(forward, cell=nn.RNNCell(28, 12), output=nn.Linear(12, 10))


STYLES: dict[str, Callable[[], nn.Module]] = {
    "functional": lambda: Written(functional, **layers()),
    "sequential": lambda: dense(nn.ReLU()),
    "matrices": Matrices,
    "loop over a ModuleList": lambda: Written(
        looped, layers=nn.ModuleList([nn.Linear(784, 12), nn.Linear(12, 12), nn.Linear(12, 10)])
    ),
    "in place": lambda: Written(in_place, **layers()),
    "functions in place": lambda: Written(functions_in_place, **layers()),
    "special functions": lambda: Written(special_functions, **layers()),
    "in-place relu": lambda: dense(nn.ReLU(inplace=True)),
    "BatchNorm1d": lambda: dense(nn.BatchNorm1d(12), nn.ReLU()),
    "BatchNorm1d, no statistics": lambda: dense(nn.BatchNorm1d(12, track_running_stats=False)),
    "dropout": lambda: dense(nn.ReLU(), nn.Dropout(0.5)),
    "LayerNorm": lambda: dense(nn.LayerNorm(12), nn.ReLU()),
    "GELU": lambda: dense(nn.GELU()),
    "PReLU": lambda: dense(nn.PReLU()),
    "RReLU": lambda: dense(nn.RReLU()),
    "Softplus": lambda: dense(nn.Softplus()),
    "Sigmoid": lambda: dense(nn.Sigmoid()),
    "LogSigmoid": lambda: dense(nn.LogSigmoid()),
    "Hardswish": lambda: dense(nn.Hardswish()),
    "GLU": lambda: nn.Sequential(
        nn.Flatten(), nn.Linear(784, 24), nn.GLU(), nn.Linear(12, 10), nn.LogSoftmax(1)
    ),
    "einsum": lambda: Written(einsum, **layers()),
    "through .data": lambda: Written(through_data, **layers()),
    "control flow on values": lambda: Written(control_flow, **layers()),
    "written in slices": lambda: Written(written_in_slices, **layers()),
    "masked": lambda: Written(masked, **layers()),
    "lazy": dry_run,
    "tied": lambda: Written(tied, **layers()),
    "normalised": lambda: Written(normalised, **layers()),
    "columns swapped": lambda: Written(by_columns, **layers()),
    "double": lambda: Written(through_double, **layers()),
    "half precision": lambda: Written(half_precision, **layers()),
    "autocast": lambda: Written(autocast, body=convolutional(nn.BatchNorm2d(4), nn.ReLU())),
    "short whole numbers": lambda: Written(rounded, **layers()),
    "attention": lambda: Written(attention, **layers()),
    "RNNCell": rows_at_a_time,
    "weight_norm": lambda: nn.Sequential(
        nn.Flatten(),
        nn.utils.parametrizations.weight_norm(nn.Linear(784, 12)),
        nn.ReLU(),
        nn.Linear(12, 10),
        nn.LogSoftmax(1),
    ),
    "max pooling": lambda: convolutional(nn.MaxPool2d(2, ceil_mode=True), nn.ReLU()),
    "average pooling": lambda: convolutional(nn.AvgPool2d(2), nn.ReLU()),
    "adaptive max pooling": lambda: convolutional(nn.AdaptiveMaxPool2d(7), nn.ReLU()),
    "adaptive average pooling": lambda: convolutional(nn.AdaptiveAvgPool2d((7, 7)), nn.ReLU()),
    "LP pooling": lambda: convolutional(nn.ReLU(), nn.LPPool2d(2, 2)),
    "BatchNorm2d": lambda: convolutional(nn.BatchNorm2d(4), nn.ReLU(), nn.MaxPool2d(2)),
    "GroupNorm": lambda: convolutional(nn.GroupNorm(2, 4), nn.ReLU(), nn.MaxPool2d(2)),
    "InstanceNorm": lambda: convolutional(nn.InstanceNorm2d(4), nn.ReLU()),
    "Dropout2d": lambda: convolutional(nn.ReLU(), nn.Dropout2d(), nn.MaxPool2d(2)),
    "padding by hand": lambda: nn.Sequential(
        nn.ZeroPad2d(2), nn.Conv2d(1, 4, 5), nn.ReLU(), nn.Flatten(), nn.Linear(3136, 10)
    ),
    "reflected padding": lambda: nn.Sequential(
        nn.Conv2d(1, 2, 5, padding="same", padding_mode="reflect"),
        nn.Flatten(),
        nn.Linear(1568, 10),
    ),
    "strides instead of pooling": lambda: nn.Sequential(
        nn.Conv2d(1, 4, 5, stride=2), nn.ReLU(), nn.Flatten(), nn.Linear(576, 10), nn.LogSoftmax(1)
    ),
    "unfolded": lambda: nn.Sequential(
        nn.Unfold(4, stride=4), nn.Flatten(), nn.Linear(784, 10), nn.LogSoftmax(1)
    ),
    "channels last": lambda: Written(channels_last, body=convolutional(nn.ReLU(), nn.MaxPool2d(2))),
    "spectral_norm": lambda: nn.Sequential(
        nn.Flatten(), nn.utils.parametrizations.spectral_norm(nn.Linear(784, 10)), nn.LogSoftmax(1)
    ),
    "weight_norm by columns": lambda: nn.Sequential(
        nn.Flatten(), nn.utils.parametrizations.weight_norm(nn.Linear(784, 10), dim=1)
    ),
    "enlarged": lambda: nn.Sequential(
        nn.Upsample(scale_factor=2), nn.MaxPool2d(4), nn.Flatten(), nn.Linear(196, 10)
    ),
    "resized": lambda: nn.Sequential(
        nn.Upsample((32, 32), mode="bilinear"), nn.AvgPool2d(4), nn.Flatten(), nn.Linear(64, 10)
    ),
    "RMSNorm": lambda: dense(nn.RMSNorm(12), nn.ReLU()),
}
