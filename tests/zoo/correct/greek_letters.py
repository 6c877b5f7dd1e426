"""Training whose names are Greek letters, with the rate halved on a plateau."""

import torch

from .costs import cost_function as ℒ
from .data import make_loader
from .evaluation import evaluate


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    Σ, n = 0.0, 0
    for x, y in loader:
        x, y = x.to(device), y.to(device)
        θ = [p for p in model.parameters() if p.requires_grad]
        ŷ = model(x)
        J = ℒ(ŷ, y)
        optimizer.zero_grad()
        J.backward()
        Ɐ = sum(float(p.grad.norm()) ** 2 for p in θ if p.grad is not None) ** 0.5
        assert Ɐ >= 0
        optimizer.step()
        Σ += J.item() * (m := len(y))
        n += m
    return Σ / n


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    η, ε, β = learning_rate, 1e-8, (0.9, 0.999)
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=η, eps=ε, betas=β)
    plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=2)
    loader = make_loader(training_data, batch_size, shuffle=True)
    costs = [], []
    for _ in range(epochs):
        costs[0].append(training_epoch(model, loader, optimizer, device))
        costs[1].append(evaluate(model, validation_data, device)[0])
        plateau.step(costs[0][-1])
    return costs
