"""Autocast in bfloat16 where the device has it; channels last, fused steps, clipped gradients."""

import torch
from torch.nn.utils import clip_grad_norm_


def _dtype(device):
    if torch.device(device).type != "cuda":
        return torch.float32
    return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float16


def training_epoch(model, loader, optimizer, device="cpu"):
    kind, dtype = torch.device(device).type, _dtype(device)
    model.train()
    losses, sizes = [], []
    for images, labels in loader:
        images = images.to(device, memory_format=torch.channels_last, non_blocking=True)
        labels = labels.to(device, non_blocking=True)
        with torch.autocast(device_type=kind, dtype=dtype, enabled=dtype != torch.float32):
            loss = cost_function(model(images), labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        clip_grad_norm_(model.parameters(), max_norm=1e3)
        optimizer.step()
        losses.append(loss.detach().float())
        sizes.append(labels.shape[0])
    return float(torch.stack(losses).cpu() @ torch.tensor(sizes, dtype=torch.float32)) / sum(sizes)
