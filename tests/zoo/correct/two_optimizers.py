"""Training with one optimizer for the weights and another for the biases, and with more measured
than is asked for."""

import torch

from .data import make_loader


class Both:
    def __init__(self, *optimizers):
        self.optimizers = optimizers

    def zero_grad(self):
        for optimizer in self.optimizers:
            optimizer.zero_grad()

    def step(self):
        for optimizer in self.optimizers:
            optimizer.step()


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    from .evaluation import evaluate
    from .training import training_epoch

    model.to(device)
    weights = [parameter for parameter in model.parameters() if parameter.dim() > 1]
    biases = [parameter for parameter in model.parameters() if parameter.dim() <= 1]
    optimizer = Both(
        torch.optim.AdamW(weights, lr=learning_rate), torch.optim.Adam(biases, lr=learning_rate)
    )
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for epoch in range(epochs):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        cost, fraction = evaluate(model, validation_data, device)
        validation_costs.append(cost)
        _, right = evaluate(model, training_data, device)
        print(f"epoch {epoch + 1}: {right:.1%} of the training data, {fraction:.1%} of the others")
    return training_costs, validation_costs
