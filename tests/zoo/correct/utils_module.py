"""A package with a utils.py: AverageMeter, a seed for everything, a logger, a timing decorator."""

FILES = {
    "digits/utils.py": '''import functools
import logging
import os
import random
import sys
import time

import numpy as np
import torch


class AverageMeter(object):
    """Computes and stores the average and current value"""

    def __init__(self, name, fmt=":f"):
        self.name = name
        self.fmt = fmt
        self.reset()

    def reset(self):
        self.val = 0
        self.avg = 0
        self.sum = 0
        self.count = 0

    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count


def seed_everything(seed=42):
    random.seed(seed)
    os.environ["PYTHONHASHSEED"] = str(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.cuda.manual_seed_all(seed)
    torch.backends.cudnn.deterministic = True
    torch.backends.cudnn.benchmark = False


def get_logger(name):
    logger = logging.getLogger(name)
    logger.setLevel(logging.INFO)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(asctime)s | %(levelname)s | %(message)s"))
    logger.addHandler(handler)
    return logger


def timeit(f):
    @functools.wraps(f)
    def wrapper(*args, **kw):
        ts = time.time()
        result = f(*args, **kw)
        get_logger("timing").info("%r took %2.2f s", f.__name__, time.time() - ts)
        return result
    return wrapper


seed_everything()
''',
    "digits/training.py": """import torch

from digits.costs import cost_function
from digits.data import make_loader
from digits.evaluation import evaluate
from digits.utils import *
from digits.utils import AverageMeter, get_logger, timeit

log = get_logger(__name__)


@timeit
def training_epoch(model, loader, optimizer, device="cpu"):
    losses = AverageMeter("Loss", ":.4e")
    model.train(True)
    for i, (images, target) in enumerate(loader, start=1):
        images = images.to(device, non_blocking=True)
        target = target.to(device, non_blocking=True)
        output = model(images)
        loss = cost_function(output, target)
        losses.update(loss.item(), images.size(0))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
    log.info("batches %d loss %.4f", i, losses.avg)
    return losses.avg


@timeit
def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):
    model = model.to(device)
    optimizer = torch.optim.AdamW(model.parameters(), learning_rate)
    train_loader = make_loader(training_data, batch_size, shuffle=True)
    history = {"train": [], "val": []}
    for epoch in range(epochs):
        history["train"].append(training_epoch(model, train_loader, optimizer, device))
        val_loss, val_acc = evaluate(model, validation_data, device)
        history["val"].append(val_loss)
        log.info(f"epoch {epoch + 1}/{epochs} val {val_loss:.4f} acc {val_acc:.3f}")
    return history["train"], history["val"]
""",
}
