"""Training as kernels of Kaggle write it: a CFG class, train_fn and valid_fn, tqdm, a logger."""

import gc
import math
import os
import random
import time

import numpy as np
import torch
from torch.optim.lr_scheduler import CosineAnnealingLR, OneCycleLR
from tqdm.auto import tqdm


class CFG:
    debug = False
    apex = False
    print_freq = 100
    num_workers = 4
    scheduler = "CosineAnnealingLR"  # ["OneCycleLR", "CosineAnnealingLR"]
    min_lr = 1e-6
    weight_decay = 1e-6
    max_grad_norm = 1000
    seed = 42
    n_fold = 5
    trn_fold = [0]
    OUTPUT_DIR = "./"


if not os.path.exists(CFG.OUTPUT_DIR):
    os.makedirs(CFG.OUTPUT_DIR)


def init_logger(log_file=CFG.OUTPUT_DIR + "train.log"):
    from logging import INFO, FileHandler, Formatter, StreamHandler, getLogger

    logger = getLogger(__name__)
    logger.setLevel(INFO)
    handler1 = StreamHandler()
    handler1.setFormatter(Formatter("%(message)s"))
    handler2 = FileHandler(filename=log_file)
    handler2.setFormatter(Formatter("%(message)s"))
    logger.addHandler(handler1)
    logger.addHandler(handler2)
    return logger


LOGGER = init_logger()


def seed_torch(seed=42):
    random.seed(seed)
    os.environ["PYTHONHASHSEED"] = str(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    torch.backends.cudnn.deterministic = True


def asMinutes(s):
    m = math.floor(s / 60)
    s -= m * 60
    return "%dm %ds" % (m, s)


def get_scheduler(optimizer, epochs, steps):
    if CFG.scheduler == "CosineAnnealingLR":
        return CosineAnnealingLR(optimizer, T_max=max(epochs, 1) * steps, eta_min=CFG.min_lr)
    elif CFG.scheduler == "OneCycleLR":
        return OneCycleLR(optimizer, max_lr=1e-3, total_steps=epochs * steps)


def train_fn(train_loader, model, optimizer, epoch, scheduler, device):
    model.train()
    losses, count = 0.0, 0
    start = time.time()
    pbar = tqdm(enumerate(train_loader), total=len(train_loader), desc=f"epoch {epoch}")
    for step, (images, labels) in pbar:
        images, labels = images.to(device), labels.to(device)
        loss = cost_function(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        grad_norm = torch.nn.utils.clip_grad_norm_(model.parameters(), CFG.max_grad_norm)
        optimizer.step()
        scheduler.step()
        losses += loss.item() * labels.size(0)
        count += labels.size(0)
        pbar.set_postfix(
            loss=f"{losses / count:.4f}",
            grad=f"{grad_norm:.2f}",
            took=asMinutes(time.time() - start),
        )
    return losses / count


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
    train_loader = make_loader(training_data, batch_size, shuffle=True)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=learning_rate, weight_decay=CFG.weight_decay
    )
    scheduler = get_scheduler(optimizer, epochs, len(train_loader))
    best_score, tr, va = 0.0, [], []
    for epoch in range(epochs):
        avg_loss = train_fn(train_loader, model, optimizer, epoch, scheduler, device)
        avg_val_loss, score = evaluate(model, validation_data, device)
        tr.append(avg_loss)
        va.append(avg_val_loss)
        LOGGER.info(
            f"Epoch {epoch + 1} - avg_train_loss: {avg_loss:.4f}  avg_val_loss: {avg_val_loss:.4f}"
        )
        if score > best_score:
            best_score = score
            torch.save({"model": model.state_dict()}, CFG.OUTPUT_DIR + "best.pth")
    torch.cuda.empty_cache()
    gc.collect()
    return tr, va


if __name__ == "__main__":
    seed_torch(seed=CFG.seed)
    model = MLP()
    train(model, load_mnist(), load_mnist(train=False))
