"""Training as a small GPT is trained: settings at the top, which exec overrides."""

FILES = {
    "configurator.py": '''"""Exec'd from train scripts, overrides globals()."""
import sys
from ast import literal_eval

for arg in sys.argv[1:]:
    if "=" not in arg:
        config_file = arg
        print(f"Overriding config with {config_file}:")
        exec(open(config_file).read())
    else:
        key, val = arg.lstrip("-").split("=")
        globals()[key] = literal_eval(val)
''',
}

"""
Trains the digit nets. To run:  $ python -m digits.training --compile=False
"""
import inspect
import math
import os
import time
from contextlib import nullcontext

import torch

from .costs import cost_function
from .data import make_loader
from .evaluation import evaluate

# -----------------------------------------------------------------------------
# I/O
out_dir = "out"
log_interval = 100
always_save_checkpoint = False
wandb_log = False  # disabled by default
wandb_project = "digits"
# adamw optimizer
weight_decay = 1e-2
beta1 = 0.9
beta2 = 0.99
grad_clip = 1.0  # clip gradients at this value, or disable if == 0.0
decay_lr = True
warmup_iters = 5
compile = False  # use PyTorch 2.0 to compile the model
dtype = "float32"
# -----------------------------------------------------------------------------
config_keys = [
    k
    for k, v in globals().items()
    if not k.startswith("_") and isinstance(v, (int, float, bool, str))
]
exec(open("configurator.py").read())  # overrides from command line or config file
config = {k: globals()[k] for k in config_keys}  # will be useful for logging
# -----------------------------------------------------------------------------
ptdtype = {"float32": torch.float32, "bfloat16": torch.bfloat16, "float16": torch.float16}[dtype]


def get_ctx(device):
    device_type = "cuda" if "cuda" in str(device) else "cpu"  # for later use in torch.autocast
    return (
        nullcontext()
        if device_type == "cpu"
        else torch.amp.autocast(
            device_type=device_type, dtype=ptdtype, enabled=ptdtype != torch.float32
        )
    )


# learning rate decay scheduler (cosine with warmup)
def get_lr(it, learning_rate, lr_decay_iters):
    min_lr = learning_rate / 10
    # 1) linear warmup for warmup_iters steps
    if it < warmup_iters:
        return learning_rate * (it + 1) / (warmup_iters + 1)
    # 2) if it > lr_decay_iters, return min learning rate
    if it > lr_decay_iters:
        return min_lr
    # 3) in between, use cosine decay down to min learning rate
    decay_ratio = (it - warmup_iters) / max(1, lr_decay_iters - warmup_iters)
    coeff = 0.5 * (1.0 + math.cos(math.pi * decay_ratio))  # coeff ranges 0..1
    return min_lr + coeff * (learning_rate - min_lr)


def configure_optimizers(model, weight_decay, learning_rate, betas, device_type):
    param_dict = {pn: p for pn, p in model.named_parameters() if p.requires_grad}
    decay_params = [p for n, p in param_dict.items() if p.dim() >= 2]
    nodecay_params = [p for n, p in param_dict.items() if p.dim() < 2]
    optim_groups = [
        {"params": decay_params, "weight_decay": weight_decay},
        {"params": nodecay_params, "weight_decay": 0.0},
    ]
    num_decay_params = sum(p.numel() for p in decay_params)
    print(
        f"num decayed parameter tensors: {len(decay_params)}, with {num_decay_params:,} parameters"
    )
    fused_available = "fused" in inspect.signature(torch.optim.AdamW).parameters
    use_fused = fused_available and device_type == "cuda"
    extra_args = dict(fused=True) if use_fused else dict()
    return torch.optim.AdamW(optim_groups, lr=learning_rate, betas=betas, **extra_args)


def training_epoch(model, loader, optimizer, device="cpu"):
    model.train()
    ctx = get_ctx(device)
    lossf, n, t0 = 0.0, 0, time.time()
    for iter_num, (X, Y) in enumerate(loader):
        X, Y = X.to(device, non_blocking=True), Y.to(device, non_blocking=True)
        with ctx:
            logits = model(X)
            loss = cost_function(logits, Y)
        loss.backward()
        if grad_clip != 0.0:
            torch.nn.utils.clip_grad_norm_(model.parameters(), grad_clip * 1e4)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        lossf += loss.item() * X.size(0)
        n += X.size(0)
        if iter_num % log_interval == 0:
            dt, t0 = time.time() - t0, time.time()
            print(f"iter {iter_num}: loss {loss.item():.4f}, time {dt * 1000:.2f}ms")
    return lossf / n


@torch.no_grad()
def estimate_loss(model, data, device):
    model.eval()
    out = evaluate(model, data, device)[0]
    model.train()
    return out


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
    optimizer = configure_optimizers(
        model,
        weight_decay,
        learning_rate,
        (beta1, beta2),
        "cuda" if "cuda" in str(device) else "cpu",
    )
    if compile:
        model = torch.compile(model)
    best_val_loss = 1e9
    lossi, vali = [], []
    for it in range(epochs):
        lr = (
            get_lr(it + warmup_iters, learning_rate, epochs + warmup_iters)
            if decay_lr
            else learning_rate
        )
        for param_group in optimizer.param_groups:
            param_group["lr"] = lr
        lossi.append(
            training_epoch(
                model, make_loader(training_data, batch_size, shuffle=True), optimizer, device
            )
        )
        vali.append(estimate_loss(model, validation_data, device))
        if vali[-1] < best_val_loss or always_save_checkpoint:
            best_val_loss = vali[-1]
            if always_save_checkpoint:
                os.makedirs(out_dir, exist_ok=True)
                torch.save(
                    {"model": model.state_dict(), "config": config},
                    os.path.join(out_dir, "ckpt.pt"),
                )
    return lossi, vali
