"""Networks on a base class of Lightning where that is installed, and else on one of their own."""

FILES = {
    "digits/models.py": '''from __future__ import annotations

try:
    import lightning.pytorch as pl
    from torchmetrics.classification import MulticlassAccuracy

    HAS_PL = True
except ImportError:
    HAS_PL = False

import inspect
from typing import Any, Literal

import torch
from torch import nn, Tensor
import torch.nn.functional as F

if HAS_PL:
    Base = pl.LightningModule
else:

    class Base(nn.Module):
        """Enough of a LightningModule to live without it."""

        def save_hyperparameters(self) -> None:
            frame = inspect.currentframe().f_back
            args, _, _, values = inspect.getargvalues(frame)
            self.hparams = {name: values[name] for name in args if name != "self"}

        def log(self, *args: Any, **kwargs: Any) -> None:
            pass


class LitClassifier(Base):
    def training_step(self, batch: tuple[Tensor, Tensor], batch_idx: int) -> Tensor:
        x, y = batch
        loss = F.nll_loss(self(x), y)
        self.log("train_loss", loss, prog_bar=True)
        return loss

    def validation_step(
        self, batch, batch_idx: int, stage: Literal["val", "test"] = "val"
    ) -> None:
        x, y = batch
        self.log(f"{stage}_loss", F.nll_loss(self(x), y))

    def configure_optimizers(self) -> torch.optim.Optimizer:
        return torch.optim.AdamW(self.parameters(), lr=1e-3)


class MLP(LitClassifier):
    def __init__(self, num_hidden: int = 64) -> None:
        super().__init__()
        self.save_hyperparameters()
        self.net = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, self.hparams["num_hidden"]),
            nn.SiLU(),
            nn.Linear(self.hparams["num_hidden"], 10),
        )
        self.example_input_array = torch.zeros(2, 1, 28, 28)

    def forward(self, x: Tensor) -> Tensor:
        return F.log_softmax(self.net(x), dim=-1)


class CNN(LitClassifier):
    def __init__(self, channels: tuple[int, ...] = (8, 8, 8), num_hidden: int = 16) -> None:
        super().__init__()
        self.save_hyperparameters()
        chans = (1, *self.hparams["channels"])
        self.features = nn.Sequential(
            *(
                layer
                for c_in, c_out in zip(chans[:-1], chans[1:], strict=True)
                for layer in (
                    nn.Conv2d(c_in, c_out, 5, padding=2),
                    nn.MaxPool2d(2, ceil_mode=True),
                    nn.ReLU(inplace=True),
                )
            )
        )
        self.head = nn.Sequential(
            nn.Flatten(),
            nn.Linear(chans[-1] * 16, num_hidden),
            nn.ReLU(inplace=True),
            nn.Linear(num_hidden, 10),
            nn.LogSoftmax(dim=1),
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.head(self.features(x))


if __name__ == "__main__":
    trainer = pl.Trainer(max_epochs=3, accelerator="auto", devices=1)
    trainer.fit(MLP())
''',
}
