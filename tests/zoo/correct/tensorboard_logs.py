"""Training that writes scalars and the weights' histograms for TensorBoard."""

import datetime

import torch
from torch.utils.tensorboard import SummaryWriter

from .data import make_loader
from .evaluation import evaluate

writer = SummaryWriter("runs/mnist")


def train(
    model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
    device="cpu",
):  # fmt: skip
    model.to(device)
    stamp = datetime.datetime.now().strftime("%Y%m%d-%H%M%S")
    run = SummaryWriter(log_dir=f"runs/{stamp}", comment=f"LR_{learning_rate}_BATCH_{batch_size}")
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    train_loader = make_loader(training_data, batch_size, shuffle=True)
    train_costs, val_costs = [], []
    for epoch in range(epochs):
        train_costs.append(training_epoch(model, train_loader, optimizer, device))
        val_loss, val_acc = evaluate(model, validation_data, device)
        val_costs.append(val_loss)
        run.add_scalar("Loss/train", train_costs[-1], epoch)
        run.add_scalars("Loss", {"train": train_costs[-1], "val": val_loss}, epoch)
        writer.add_scalar("Accuracy/test", val_acc, epoch)
        for name, weight in model.named_parameters():
            run.add_histogram(name, weight, epoch)
    run.flush()
    run.close()
    return train_costs, val_costs
