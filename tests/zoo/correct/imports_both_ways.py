"""Files that can be run as scripts as well: imports with a fallback, and a changed sys.path."""

FILES = {
    "digits/training.py": """import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.path.append("..")

import torch

try:
    from .costs import cost_function
    from .data import make_loader
    from .evaluation import evaluate
except ImportError:
    from costs import cost_function
    from data import make_loader
    from evaluation import evaluate

if __package__ in (None, ""):
    print("run as a script")


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        optimizer.zero_grad()
        loss = cost_function(model(images.to(device)), labels.to(device))
        loss.backward()
        optimizer.step()
        total += loss.item() * len(images)
        count += len(images)
    return total / count


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):
    from digits import data

    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = data.make_loader(training_data, batch_size, shuffle=True)
    results = [(training_epoch(model, loader, optimizer, device),
                evaluate(model, validation_data, device)[0]) for _ in range(epochs)]
    return [a for a, _ in results], [b for _, b in results]


if __name__ == "__main__":
    from digits.models import MLP

    train(MLP(), data.load_mnist(), data.load_mnist(train=False), epochs=int(sys.argv[1]))
""",
}
