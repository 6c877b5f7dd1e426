"""Training by an optimizer without torch.optim; experiments whose rows keep curves and networks."""

from itertools import product

import torch


class AdamW:
    def __init__(self, params, lr=1e-3, b1=0.9, b2=0.999, eps=1e-8, decay=1e-2):
        self.params, self.lr, self.b1, self.b2, self.eps = list(params), lr, b1, b2, eps
        self.decay, self.t = decay, 0
        self.m = [torch.zeros_like(p) for p in self.params]
        self.v = [torch.zeros_like(p) for p in self.params]

    def zero_grad(self):
        for p in self.params:
            p.grad = None

    @torch.no_grad()
    def step(self):
        self.t += 1
        for p, m, v in zip(self.params, self.m, self.v):
            p *= 1 - self.lr * self.decay
            m += (1 - self.b1) * (p.grad - m)
            v += (1 - self.b2) * (p.grad**2 - v)
            rate = self.lr / (1 - self.b1**self.t)
            p -= rate * m / ((v / (1 - self.b2**self.t)).sqrt() + self.eps)


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    from .data import make_loader
    from .evaluation import evaluate

    optimizer = AdamW(model.to(device).parameters(), learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    best, curves = (float("inf"), None), ([], [])
    for _ in range(epochs):
        curves[0].append(training_epoch(model, loader, optimizer, device))
        curves[1].append(evaluate(model, validation_data, device)[0])
        if curves[1][-1] < best[0]:
            best = curves[1][-1], {k: v.clone() for k, v in model.state_dict().items()}
    return curves


def run_experiments(grid, training_data, validation_data, epochs=1):
    from .evaluation import evaluate
    from .models import MLP
    from .training import train

    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        options = {key: value for key, value in row.items() if key != "num_hidden"}
        model = MLP(row.get("num_hidden", 64))
        costs, others = train(model, training_data, validation_data, epochs, **options)
        cost, fraction = evaluate(model, validation_data)
        row |= {"training_cost": costs[-1], "validation_cost": cost, "accuracy": fraction}
        rows.append(row | {"curves": (costs, others), "model": model, "optimizer": "AdamW"})
    return rows
