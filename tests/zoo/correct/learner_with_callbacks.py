"""Training by a Learner with callbacks, and a loss_batch that serves training and validation."""

import torch

from .costs import cost_function
from .data import make_loader


class Callback:
    _order = 0

    def __getattr__(self, k):
        return getattr(self.run, k)


class Recorder(Callback):
    def begin_fit(self):
        self.run.losses, self.run.lrs = [], []

    def after_batch(self):
        self.run.lrs.append(self.opt.param_groups[-1]["lr"])


class Runner:
    def __init__(self, model, opt, device, cbs=None):
        self.model, self.opt, self.device = model, opt, device
        self.cbs = sorted(cbs or [], key=lambda c: c._order)
        for cb in self.cbs:
            cb.run = self

    def __call__(self, name):
        for cb in self.cbs:
            if name in dir(type(cb)):
                getattr(cb, name)()

    def one_epoch(self, dl):
        self("begin_fit")
        losses, nums = zip(
            *[loss_batch(self.model, cost_function, *b, self.device, self.opt, self) for b in dl]
        )
        return sum(l * n for l, n in zip(losses, nums)) / sum(nums)  # noqa: E741


def loss_batch(model, loss_func, xb, yb, device="cpu", opt=None, cb=None):
    loss = loss_func(model(xb.to(device)), yb.to(device))
    if opt is not None:
        loss.backward()
        opt.step()
        opt.zero_grad()
    if cb is not None:
        cb("after_batch")
    return loss.item(), len(xb)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    optimizer.zero_grad()
    return Runner(model, optimizer, device, [Recorder()]).one_epoch(loader)


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    model.to(device)
    opt = torch.optim.AdamW(model.parameters(), learning_rate)
    train_dl = make_loader(training_data, batch_size, shuffle=True)
    valid_dl = make_loader(validation_data, batch_size * 2)
    train_losses, valid_losses = [], []
    for epoch in range(epochs):
        train_losses.append(training_epoch(model, train_dl, opt, device))
        model.eval()
        with torch.no_grad():
            losses, nums = zip(*[loss_batch(model, cost_function, *b, device) for b in valid_dl])
        valid_losses.append(sum(x * n for x, n in zip(losses, nums)) / sum(nums))
        print(epoch, valid_losses[-1])
    return train_losses, valid_losses
