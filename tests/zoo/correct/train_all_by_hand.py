"""Training without any other function of the package: own loaders, own loops, own validation."""

import torch
from torch.utils.data import DataLoader


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        model.train()
        total = 0.0
        for images, labels in DataLoader(training_data, batch_size, shuffle=True):
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            loss = torch.nn.functional.nll_loss(model(images), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        training_costs.append(total / len(training_data))
        model.eval()
        total = 0.0
        with torch.no_grad():
            for images, labels in DataLoader(validation_data, batch_size=512):
                images, labels = images.to(device), labels.to(device)
                loss = torch.nn.functional.nll_loss(model(images), labels, reduction="sum")
                total += loss.item()
        validation_costs.append(total / len(validation_data))
    return training_costs, validation_costs
