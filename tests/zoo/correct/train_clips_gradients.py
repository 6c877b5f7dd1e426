"""Training with clipped gradients and a warm-up of the rate within the first epoch."""

import torch

from .data import make_loader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from . import evaluation

    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    warm_up = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: min(1, (step + 1) / 5))
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        model.train()
        costs = []
        for images, labels in loader:
            optimizer.zero_grad()
            cost = cost_function(model(images.to(device)), labels.to(device))
            cost.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
            optimizer.step()
            warm_up.step()
            costs += [cost.item()] * len(labels)
        training_costs.append(sum(costs) / len(costs))
        validation_costs.append(evaluation.evaluate(model, validation_data, device=device)[0])
    return training_costs, validation_costs
