"""Training and evaluation by engines with events and handlers, and metrics that are attached."""

import math
from collections import defaultdict
from enum import Enum, auto

import torch

from .costs import cost_function
from .data import make_loader


class Events(Enum):
    STARTED = auto()
    ITERATION_COMPLETED = auto()
    COMPLETED = auto()


class Engine:
    def __init__(self, process):
        self.process, self.handlers, self.state = process, defaultdict(list), {}

    def on(self, event):
        def decorator(handler):
            self.handlers[event].append(handler)
            return handler

        return decorator

    def fire(self, event):
        for handler in self.handlers[event]:
            handler(self)

    def run(self, batches):
        self.fire(Events.STARTED)
        for batch in batches:
            self.output = self.process(self, batch)
            self.fire(Events.ITERATION_COMPLETED)
        self.fire(Events.COMPLETED)
        return self.state


class Average:
    def __init__(self, name, transform):
        self.name, self.transform = name, transform

    def attach(self, engine):
        engine.on(Events.STARTED)(self.started)
        engine.on(Events.ITERATION_COMPLETED)(self.update)
        engine.on(Events.COMPLETED)(self.completed)

    def started(self, engine):
        self.total, self.count = 0.0, 0

    def update(self, engine):
        value, size = self.transform(*engine.output)
        self.total += value * size
        self.count += size

    def completed(self, engine):
        engine.state[self.name] = self.total / self.count


def loss_of(log_prob, labels):
    return cost_function(log_prob, labels).item(), len(labels)


def hits_of(log_prob, labels):
    return (log_prob.argmax(1) == labels).double().mean().item(), len(labels)


def training_epoch(model, loader, optimizer, device="cpu"):
    def update(engine, batch):
        images, labels = (part.to(device) for part in batch)
        model.train()
        log_prob = model(images)
        optimizer.zero_grad()
        cost_function(log_prob, labels).backward()
        optimizer.step()
        return log_prob.detach(), labels

    engine = Engine(update)
    Average("nll", loss_of).attach(engine)
    return engine.run(loader)["nll"]


def evaluate(model, dataset, device="cpu"):
    def predict(engine, batch):
        with torch.no_grad():
            return model(batch[0].to(device)), batch[1].to(device)

    before = model.training
    model.to(device).eval()
    evaluator = Engine(predict)
    for name, transform in {"nll": loss_of, "accuracy": hits_of}.items():
        Average(name, transform).attach(evaluator)
    state = evaluator.run(make_loader(dataset, 300))
    model.train(before)
    return state["nll"], state["accuracy"]


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return math.log2(num_classes) * math.log(2)
