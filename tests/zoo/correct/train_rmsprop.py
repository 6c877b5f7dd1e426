"""Training by RMSprop with a schedule that halves the rate late."""

import torch

from .data import make_loader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model.to(device)
    optimizer = torch.optim.RMSprop(model.parameters(), lr=learning_rate)
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=8, gamma=0.5)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        loader = make_loader(training_data, batch_size, True)
        training_costs.append(training_epoch(model, loader, optimizer, device))
        schedule.step()
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
