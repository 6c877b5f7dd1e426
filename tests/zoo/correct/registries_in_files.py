"""Optimizers and schedules from registries that files of their own fill when they are imported."""

FILES = {
    "digits/registry.py": """from typing import Callable, Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Callable[..., T]] = {}

    def register(self, name: str | None = None):
        def inner(fn):
            key = name or fn.__name__.lower()
            if key in self._entries:
                raise KeyError(f"{self.kind} {key!r} is there already")
            self._entries[key] = fn
            return fn

        return inner

    def build(self, name: str, *args, **kwargs) -> T:
        try:
            return self._entries[name](*args, **kwargs)
        except KeyError:
            raise KeyError(f"no {self.kind} {name!r}, only {sorted(self._entries)}") from None


OPTIMIZERS = Registry("optimizer")
SCHEDULES = Registry("schedule")
""",
    "digits/optimizers.py": """import torch

from .registry import OPTIMIZERS


@OPTIMIZERS.register()
def adamw(params, lr, **kw):
    return torch.optim.AdamW(params, lr=lr, **kw)


@OPTIMIZERS.register("sgd")
def momentum(params, lr, **kw):
    return torch.optim.SGD(params, lr=lr, momentum=0.9, **kw)


for _name in ("Adam", "NAdam", "RAdam"):
    OPTIMIZERS.register(_name.lower())(getattr(torch.optim, _name))
""",
    "digits/schedules.py": """from torch.optim import lr_scheduler

from .registry import SCHEDULES

SCHEDULES.register("constant")(lambda opt, steps: lr_scheduler.LambdaLR(opt, lambda step: 1.0))


@SCHEDULES.register("cosine")
def cosine(opt, steps):
    return lr_scheduler.CosineAnnealingLR(opt, T_max=steps)
""",
}

from dataclasses import asdict, dataclass, field, replace  # noqa: E402

from . import optimizers, schedules  # noqa: E402, F401
from .registry import OPTIMIZERS, SCHEDULES  # noqa: E402


@dataclass(frozen=True, slots=True)
class TrainConfig:
    optimizer: str = "adamw"
    schedule: str = "cosine"
    optimizer_options: dict = field(default_factory=lambda: {"weight_decay": 1e-3})
    lr: float = 1e-3


DEFAULT = TrainConfig()


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    config = replace(DEFAULT, lr=learning_rate)
    print("config", asdict(config))
    model.to(device)
    optimizer = OPTIMIZERS.build(
        config.optimizer, model.parameters(), config.lr, **config.optimizer_options
    )
    schedule = SCHEDULES.build(config.schedule, optimizer, max(1, epochs))
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
        schedule.step()
    return training_costs, validation_costs
