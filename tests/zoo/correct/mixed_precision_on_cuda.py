"""An epoch with a gradient scaler and autocast, which are switched on only where there is CUDA."""

import contextlib

import torch


def training_epoch(model, loader, optimizer, device="cpu"):
    use_amp = torch.device(device).type == "cuda" and torch.cuda.is_available()
    scaler = torch.amp.GradScaler("cuda", enabled=use_amp)
    model.train()
    epoch_loss = []
    for inputs, targets in loader:
        inputs = inputs.to(device, non_blocking=True)
        targets = targets.to(device, non_blocking=True)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cuda", torch.float16) if use_amp else contextlib.nullcontext():
            loss = cost_function(model(inputs), targets)
        scaler.scale(loss).backward()
        scaler.unscale_(optimizer)
        torch.nn.utils.clip_grad_value_(model.parameters(), clip_value=100.0)
        scaler.step(optimizer)
        scaler.update()
        epoch_loss.append((loss.detach().float().cpu().item(), targets.shape[0]))
    return sum(value * n for value, n in epoch_loss) / sum(n for _, n in epoch_loss)
