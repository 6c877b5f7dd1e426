"""Training with the student's own run, its plot and its numbers left below the functions."""

FILES = {
    "digits/training.py": """import matplotlib.pyplot as plt
import torch
import torch.nn as nn

from .costs import cost_function
from .data import load_mnist, make_loader
from .evaluation import accuracy, evaluate
from .models import CNN, MLP

device = 'cuda' if torch.cuda.is_available() else 'cpu'
print(f'Using {device} device')


def training_epoch(model, loader, optimizer, device="cpu"):
    size = 0
    total = 0
    model.train()
    for batch, (X, y) in enumerate(loader):
        X, y = X.to(device), y.to(device)
        pred = model(X)
        loss = cost_function(pred, y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(X)
        size += len(X)
        if batch % 100 == 0:
            print(f"loss: {loss.item():>7f}  [{size:>5d}]")
    return total / size


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    train_dataloader = make_loader(training_data, batch_size, shuffle=True)
    train_losses, test_losses = [], []
    for t in range(epochs):
        print(f"Epoch {t+1}\\n-------------------------------")
        train_losses.append(training_epoch(model, train_dataloader, optimizer, device))
        test_losses.append(evaluate(model, validation_data, device)[0])
    return train_losses, test_losses


training_data = load_mnist()
test_data = load_mnist(train=False)
model = MLP(128)
train_losses, test_losses = train(model, training_data, test_data, epochs=15, device=device)
print("Accuracy:", accuracy(model, test_data, device))
plt.plot(train_losses)
plt.plot(test_losses)
plt.show()
torch.save(model.state_dict(), "model.pth")
print("Done!")
""",
}
