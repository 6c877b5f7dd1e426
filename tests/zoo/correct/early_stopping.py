"""Training with an EarlyStopping class of patience seven, which keeps the best weights."""

import copy
import math

import torch


class EarlyStopping:
    """Stops when the validation loss doesn't improve after a given patience."""

    def __init__(self, patience=7, delta=0.0, verbose=False, trace_func=print):
        self.patience = patience
        self.counter = 0
        self.best_score = None
        self.early_stop = False
        self.val_loss_min = math.inf
        self.delta = delta
        self.verbose = verbose
        self.trace_func = trace_func
        self.best_state = None

    def __call__(self, val_loss, model):
        score = -val_loss
        if self.best_score is None or score > self.best_score + self.delta:
            self.best_score = score
            self.save_checkpoint(val_loss, model)
            self.counter = 0
        else:
            self.counter += 1
            self.trace_func(f"EarlyStopping counter: {self.counter} out of {self.patience}")
            if self.counter >= self.patience:
                self.early_stop = True

    def save_checkpoint(self, val_loss, model):
        if self.verbose:
            self.trace_func(f"Validation loss {self.val_loss_min:.6f} --> {val_loss:.6f}")
        self.best_state = copy.deepcopy(model.state_dict())
        self.val_loss_min = val_loss


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    model = model.to(device)
    early_stopping = EarlyStopping(patience=7, verbose=True)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    train_dl = make_loader(training_data, batch_size=batch_size, shuffle=True)
    history = {"train": [], "valid": []}
    for epoch in range(1, epochs + 1):
        history["train"].append(training_epoch(model, train_dl, optimizer, device))
        valid_loss, valid_acc = evaluate(model, validation_data, device)
        history["valid"].append(valid_loss)
        epoch_len = len(str(epochs))
        print(f"[{epoch:>{epoch_len}}/{epochs:>{epoch_len}}] {valid_loss=:.5f} {valid_acc=:.2%}")
        early_stopping(valid_loss, model)
        if early_stopping.early_stop:
            print("Early stopping")
            model.load_state_dict(early_stopping.best_state)
            break
    return history["train"], history["valid"]
