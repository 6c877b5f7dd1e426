"""Training that draws its costs while it runs, in a window if there was one."""

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import torch
from matplotlib import animation, rcParams

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate

matplotlib.use("Qt5Agg")
plt.style.use("ggplot")
rcParams.update({"font.size": 12, "figure.figsize": (6, 4), "axes.grid": True})
rcParams["savefig.dpi"] = 120
plt.ion()


class LivePlot:
    def __init__(self, *names):
        self.fig, self.ax = plt.subplots()
        self.lines = {n: self.ax.plot([], [], "o-", label=n)[0] for n in names}
        self.ax.legend()
        self.ax.set(xlabel="epoch", ylabel="nats")

    def __call__(self, **values):
        for name, ys in values.items():
            self.lines[name].set_data(np.arange(len(ys)), ys)
        self.ax.relim()
        self.ax.autoscale_view()
        self.fig.canvas.draw_idle()
        self.fig.canvas.flush_events()


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train(True)
    losses, sizes = [], []
    for data, target in loader:
        data, target = data.to(device), target.to(device)
        output = model(data)
        loss = cost_function(output, target)
        model.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.detach().cpu().numpy())
        sizes.append(len(target))
    return float(np.average(losses, weights=sizes))


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    model.to(device)
    opt = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    train_hist, val_hist = [], []
    live = LivePlot("train", "val")
    for _ in range(epochs):
        train_hist.append(
            training_epoch(model, make_loader(training_data, batch_size, shuffle=True), opt, device)
        )
        val_hist.append(evaluate(model, validation_data, device)[0])
        live(train=train_hist, val=val_hist)
    plt.pause(0.001)
    live.fig.savefig("learning_curve.png", bbox_inches="tight")
    plt.close(live.fig)
    return train_hist, val_hist
