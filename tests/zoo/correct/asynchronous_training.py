"""An asynchronous training, batches fetched by a thread, and an evaluation in a pool of threads."""

FILES = {
    "digits/training.py": '''\
"""q4: an asynchronous trainer, and a thread that fetches batches ahead."""

import asyncio
import queue
import threading
from concurrent.futures import ThreadPoolExecutor

import torch

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate

END = object()


def prefetch(loader, depth=2):
    box = queue.Queue(depth)

    def fill():
        try:
            for batch in loader:
                box.put(batch)
        finally:
            box.put(END)

    thread = threading.Thread(target=fill, daemon=True)
    thread.start()
    while (batch := box.get()) is not END:
        yield batch
    thread.join()


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, n = 0.0, 0
    for images, labels in prefetch(loader):
        images, labels = images.to(device), labels.to(device)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.item() * len(labels)
        n += len(labels)
    return total / n


async def epochs_of(model, loader, optimizer, validation_data, epochs, device):
    for _ in range(epochs):
        a = training_epoch(model, loader, optimizer, device)
        await asyncio.sleep(0)
        b, _acc = await asyncio.to_thread(evaluate, model, validation_data, device)
        yield a, b


async def _train(*args):
    return [pair async for pair in epochs_of(*args)]


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    pairs = asyncio.run(_train(model, loader, optimizer, validation_data, epochs, device))
    return [a for a, _ in pairs], [b for _, b in pairs]
''',
    "digits/evaluation.py": """import math
from concurrent.futures import ThreadPoolExecutor

import torch

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    training = model.training
    model.to(device).eval()

    def work(batch):
        with torch.no_grad():
            x, y = batch[0].to(device), batch[1].to(device)
            p = model(x)
            return cost_function(p, y).item() * len(y), (p.argmax(1) == y).sum().item(), len(y)

    with ThreadPoolExecutor(2) as pool:
        costs, hits, counts = map(sum, zip(*pool.map(work, make_loader(dataset, 200))))
    model.train(training)
    return costs / counts, hits / counts


def accuracy(model, dataset, device="cpu"):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(evaluate, model, dataset, device).result()[1]


def chance_cost(num_classes=10):
    async def later():
        return math.log(num_classes)

    return asyncio_run(later())


def asyncio_run(coroutine):
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
""",
}
