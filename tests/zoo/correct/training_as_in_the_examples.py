"""Training like PyTorch's own examples: argparse, a log interval, main() at the bottom."""

FILES = {
    "digits/training.py": """from __future__ import print_function

import argparse

import torch
import torch.nn.functional as F
import torch.optim as optim

from .costs import cost_function
from .data import load_mnist, make_loader
from .evaluation import evaluate
from .models import CNN

LOG_INTERVAL = 100


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    train_loss = 0
    seen = 0
    for batch_idx, (data, target) in enumerate(loader):
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad()
        output = model(data)
        loss = cost_function(output, target)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * data.size(0)
        seen += data.size(0)
        if batch_idx % LOG_INTERVAL == 0:
            print("Train: [{} ({:.0f}%)]\\tLoss: {:.6f}".format(
                seen, 100. * batch_idx / len(loader), loss.item()))
    return train_loss / seen


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):
    train_loader = make_loader(training_data, batch_size=batch_size, shuffle=True)
    model = model.to(device)
    optimizer = optim.AdamW(model.parameters(), lr=learning_rate)
    train_losses, test_losses = [], []
    for epoch in range(1, epochs + 1):
        train_losses.append(training_epoch(model, train_loader, optimizer, device))
        test_loss, acc = evaluate(model, validation_data, device)
        test_losses.append(test_loss)
        print("\\nTest set: loss: {:.4f}, Accuracy: {:.0f}%\\n".format(test_loss, 100. * acc))
    return train_losses, test_losses


def main():
    parser = argparse.ArgumentParser(description="PyTorch MNIST Example")
    parser.add_argument("--epochs", type=int, default=14, metavar="N")
    parser.add_argument("--lr", type=float, default=1.0, metavar="LR")
    parser.add_argument("--no-cuda", action="store_true", default=False)
    args = parser.parse_args()
    use_cuda = not args.no_cuda and torch.cuda.is_available()
    device = torch.device("cuda" if use_cuda else "cpu")
    train(CNN(), load_mnist(), load_mnist(train=False), args.epochs, 64, args.lr, device)


if __name__ == "__main__":
    main()
""",
}
