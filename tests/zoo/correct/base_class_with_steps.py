"""Networks on a base class with training_step and validation_epoch_end, and batches by device."""

import torch
import torch.nn as nn
import torch.nn.functional as F

from .costs import cost_function


class ImageClassificationBase(nn.Module):
    def training_step(self, batch):
        images, labels = batch
        return F.nll_loss(self(images), labels)

    def validation_step(self, batch):
        images, labels = batch
        out = self(images)
        return {
            "val_loss": F.nll_loss(out, labels).detach(),
            "val_acc": batch_accuracy(out, labels),
        }

    def validation_epoch_end(self, outputs):
        batch_losses = [x["val_loss"] for x in outputs]
        return {"val_loss": torch.stack(batch_losses).mean().item()}

    def epoch_end(self, epoch, result):
        print("Epoch [{}], val_loss: {:.4f}".format(epoch, result["val_loss"]))


def batch_accuracy(outputs, labels):
    _, preds = torch.max(outputs, dim=1)
    return torch.tensor(torch.sum(preds == labels).item() / len(preds))


class MLP(ImageClassificationBase):
    """Feedforward neural network with 1 hidden layer"""

    def __init__(self, num_hidden=64):
        super().__init__()
        self.linear1 = nn.Linear(28 * 28, num_hidden)
        self.linear2 = nn.Linear(num_hidden, 10)

    def forward(self, xb):
        xb = xb.reshape(-1, 784)
        out = self.linear1(xb)
        out = F.relu(out)
        return F.log_softmax(self.linear2(out), dim=1)


class DeviceDataLoader:
    """Wrap a dataloader, and move its batches"""

    def __init__(self, dl, device):
        self.dl = dl
        self.device = device

    def __iter__(self):
        for b in self.dl:
            yield to_device(b, self.device)

    def __len__(self):
        return len(self.dl)


def to_device(data, device):
    if isinstance(data, (list, tuple)):
        return [to_device(x, device) for x in data]
    return data.to(device, non_blocking=True)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    history = []
    for images, labels in DeviceDataLoader(loader, device):
        loss = cost_function(model(images), labels)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        history.append((loss.item(), len(labels)))
    return sum(a * n for a, n in history) / sum(n for _, n in history)
