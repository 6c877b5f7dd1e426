"""Training by a Trainer that drives a module with training_step around the network it is given."""

import torch
from torch import nn

from .costs import cost_function
from .data import make_loader


class LitClassifier(nn.Module):
    def __init__(self, backbone: nn.Module, learning_rate: float = 1e-3) -> None:
        super().__init__()
        self.backbone = backbone
        self.hparams = {"learning_rate": learning_rate}
        self.logged: list[tuple[torch.Tensor, int]] = []

    def forward(self, x):
        return self.backbone(x)

    def log(self, name: str, value, batch_size: int) -> None:
        self.logged.append((value.detach(), batch_size))

    def training_step(self, batch, batch_idx: int):
        x, y = batch
        loss = cost_function(self(x), y)
        self.log("train_loss", loss, len(y))
        return loss

    def validation_step(self, batch, batch_idx: int):
        x, y = batch
        self.log("val_loss", cost_function(self(x), y), len(y))

    def configure_optimizers(self):
        return torch.optim.AdamW(self.parameters(), lr=self.hparams["learning_rate"])

    def mean_and_clear(self) -> float:
        total = sum(float(value) * n for value, n in self.logged)
        count = sum(n for _, n in self.logged)
        self.logged.clear()
        return total / count


class Trainer:
    def __init__(self, max_epochs: int, device) -> None:
        self.max_epochs, self.device = max_epochs, device

    def fit(self, module: LitClassifier, train_loader, val_loader):
        module.to(self.device)
        optimizer = module.configure_optimizers()
        for _ in range(self.max_epochs):
            module.train()
            for idx, batch in enumerate(train_loader):
                optimizer.zero_grad()
                module.training_step([part.to(self.device) for part in batch], idx).backward()
                optimizer.step()
            train_cost = module.mean_and_clear()
            module.eval()
            with torch.inference_mode():
                for idx, batch in enumerate(val_loader):
                    module.validation_step([part.to(self.device) for part in batch], idx)
            yield train_cost, module.mean_and_clear()


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    module = LitClassifier(model, learning_rate)
    trainer = Trainer(epochs, device)
    curves = trainer.fit(
        module, make_loader(training_data, batch_size, True), make_loader(validation_data, 256)
    )
    history = list(curves)
    return [first for first, _ in history], [second for _, second in history]
