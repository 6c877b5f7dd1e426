"""Training that saves the network to a file, keeps copies of it, and logs."""

import copy
import logging
import os
import tempfile

import torch

from .data import make_loader

logger = logging.getLogger(__name__)


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    logging.basicConfig(level=logging.INFO)
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs, copies = [], [], []
    for epoch in range(epochs):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
        logger.info("epoch %d: %.4f", epoch, training_costs[-1])
        copies.append(copy.deepcopy(model))
        with tempfile.TemporaryDirectory() as folder:
            torch.save(model, os.path.join(folder, "model.pt"))
            torch.save(model.state_dict(), os.path.join(folder, "weights.pt"))
        print(f"epoch {epoch}", dict(model.named_modules()).keys())
    return training_costs, validation_costs
