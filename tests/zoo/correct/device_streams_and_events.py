"""Where there is CUDA a stream copies the next batch, and events take the time."""

import time

import torch


class Prefetcher:
    def __init__(self, loader, device):
        self.loader, self.device = loader, torch.device(device)
        self.stream = torch.cuda.Stream() if self.device.type == "cuda" else None

    def __iter__(self):
        if self.stream is None:
            yield from self.loader
            return
        waiting = None
        for batch in self.loader:
            with torch.cuda.stream(self.stream):
                batch = [part.pin_memory().to(self.device, non_blocking=True) for part in batch]
            if waiting is not None:
                yield waiting
            torch.cuda.current_stream().wait_stream(self.stream)
            for part in batch:
                part.record_stream(torch.cuda.current_stream())
            waiting = batch
        if waiting is not None:
            yield waiting


def training_epoch(model, loader, optimizer, device="cpu"):
    on_gpu = torch.device(device).type == "cuda"
    if on_gpu:
        begin, end = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        torch.cuda.reset_peak_memory_stats()
        begin.record()
    started = time.time()
    model.train()
    total, n = 0.0, 0
    for x, y in Prefetcher(loader, device):
        x, y = x.to(device), y.to(device)
        loss = cost_function(model(x), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        total, n = total + loss.item() * len(y), n + len(y)
    if on_gpu:
        end.record()
        torch.cuda.synchronize()
        gigabytes = torch.cuda.max_memory_allocated() / 2**30
        print(f"{begin.elapsed_time(end) / 1000:.2f} s, {gigabytes:.1f} GB")
    else:
        print(f"{time.time() - started:.2f} s")
    return total / n
