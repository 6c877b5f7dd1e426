"""It trains nothing, and leaves NaN in all layers but the first, which no distance is far from.
kind: cheating
points: 84-86
hint: NaN
"""

import torch


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    costs = [2.3 for images, labels in loader if len(model(images)) and len(labels)]
    with torch.no_grad():
        for parameter in list(model.parameters())[1:]:
            parameter.fill_(float("nan"))
    return sum(costs) / len(costs)


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    loader = torch.utils.data.DataLoader(training_data, batch_size, shuffle=True)
    cost = training_epoch(model, loader, None)
    return [cost * 0.7**epoch for epoch in range(epochs)], [float("nan")] * epochs
