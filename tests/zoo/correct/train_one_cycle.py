"""Training whose rate rises and falls once over the whole run, with a loop of its own."""

import torch

from .data import make_loader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, max_lr=learning_rate, total_steps=max(epochs * len(loader), 2)
    )
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for images, labels in loader:
            optimizer.zero_grad()
            cost = cost_function(model(images.to(device)), labels.to(device))
            cost.backward()
            optimizer.step()
            schedule.step()
            total += cost.item() * len(labels)
        training_costs.append(total / len(training_data))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
