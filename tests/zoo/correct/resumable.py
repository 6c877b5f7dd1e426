"""Training that can be resumed: a checkpoint of everything, read back where it is there."""

import os
import tempfile

import torch


class Checkpoint:
    def __init__(self, **parts):
        self.parts = parts
        self.path = os.path.join(tempfile.mkdtemp(prefix="digits"), "last.pt")

    def save(self, **more):
        torch.save({k: v.state_dict() for k, v in self.parts.items()} | more, self.path)

    def load(self):
        if not os.path.exists(self.path):
            return {}
        state = torch.load(self.path, weights_only=True)
        for name, part in self.parts.items():
            part.load_state_dict(state.pop(name))
        return state


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
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=3)
    checkpoint = Checkpoint(model=model, optimizer=optimizer, scheduler=scheduler)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for epoch in range(epochs):
        state = checkpoint.load()
        assert state.get("epoch", epoch - 1) == epoch - 1
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
        scheduler.step(validation_costs[-1])
        checkpoint.save(epoch=epoch, training_costs=training_costs)
    return training_costs, validation_costs
