"""Functions that honour `device` in the styles of notebooks on Colab and Kaggle."""
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

import contextlib
import threading
from concurrent.futures import ThreadPoolExecutor

import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader

from .devices import cost_function, evaluate_of_the_graders


def epoch_by_tensor_types(model, loader, optimizer, device="cpu"):
    on_gpu = torch.device(device).type == "cuda"
    floats = torch.cuda.FloatTensor if on_gpu else torch.FloatTensor
    longs = torch.cuda.LongTensor if on_gpu else torch.LongTensor
    total = floats(1).fill_(0)
    for images, labels in loader:
        images, labels = images.type(floats), labels.type(longs)
        assert isinstance(images, floats) and images.type().endswith("FloatTensor")
        assert images.type() == ("torch.cuda.FloatTensor" if on_gpu else "torch.FloatTensor")
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.detach() * len(images)
    return total.type("torch.FloatTensor").item() / len(loader.dataset)


def epoch_timed_by_events(model, loader, optimizer, device="cpu"):
    start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    print(torch.cuda.get_device_properties(0).total_memory / 1e9, "GB")
    print(torch.cuda.memory_summary(), torch.cuda.memory_stats().get("num_ooms", 0))
    free, all_of_it = torch.cuda.mem_get_info()
    assert 0 < free <= all_of_it
    start.record()
    total = count = 0
    for images, labels in loader:
        cost = cost_function(model(images.to(0)), labels.to(0, non_blocking=True))
        optimizer.zero_grad(set_to_none=True)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    end.record()
    torch.cuda.synchronize(device)
    print(f"{start.elapsed_time(end):.1f} ms, {torch.cuda.max_memory_allocated(0) / 2**20:.0f} MB")
    return total / count


def epoch_with_prefetching(model, loader, optimizer, device="cpu"):
    stream = torch.cuda.Stream()
    total = count = 0

    def batches():
        for images, labels in loader:
            with torch.cuda.stream(stream):
                images = images.pin_memory().to(device, non_blocking=True)
                labels = labels.pin_memory().to(device, non_blocking=True)
            torch.cuda.current_stream().wait_stream(stream)
            images.record_stream(torch.cuda.current_stream())
            yield images, labels

    with torch.cuda.device(0):
        for images, labels in batches():
            cost = cost_function(model(images), labels)
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            total += cost.item() * len(images)
            count += len(images)
    stream.synchronize()
    return total / count


def epoch_with_old_mixed_precision(model, loader, optimizer, device="cpu"):
    scaler = torch.cuda.amp.GradScaler()
    total, count = torch.zeros(1).cuda(), 0
    for images, labels in loader:
        images, labels = images.cuda(non_blocking=True), labels.to("cuda:0")
        with torch.cuda.amp.autocast():
            cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        scaler.scale(cost).backward()
        scaler.step(optimizer)
        scaler.update()
        total += cost.detach() * len(images)
        count += len(images)
    return (total / count).item()


def epoch_in_channels_last(model, loader, optimizer, device="cpu"):
    kind = str(device).split(":")[0]
    generator = torch.Generator(device=device).manual_seed(3)
    assert generator.device.type == kind
    total = count = 0
    for images, labels in loader:
        images = images.to(device, memory_format=torch.channels_last, non_blocking=True)
        noise = torch.randn(images.shape, generator=generator, device=device)
        labels = labels.to(device)
        with torch.autocast(kind, dtype=torch.float16, enabled=kind == "cuda"):
            cost = cost_function(model(images + 1e-6 * noise).float(), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        total += cost.detach().cpu().numpy() * labels.numel()
        count += labels.numel()
    return float(total / count)


def train_in_parallel(model, training, validation, *, epochs, batch_size, device):
    torch.backends.cudnn.benchmark = True
    torch.cuda.manual_seed_all(0)
    torch.cuda.set_device(0)
    wrapped = nn.DataParallel(model.to(device))
    criterion = nn.NLLLoss().to(device)
    optimizer = torch.optim.Adam(wrapped.parameters(), 0.01)
    loader = DataLoader(training, batch_size, True, num_workers=2, pin_memory=True)
    costs = [], []
    for _ in range(epochs):
        total = 0.0
        for images, labels in loader:
            images, labels = images.to(device, non_blocking=True), labels.to(device)
            cost = criterion(wrapped(images), labels)
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            total += cost.item() * images.shape[0]
        costs[0].append(total / len(training))
        costs[1].append(evaluate_of_the_graders(model, validation, device)[0])
        torch.cuda.empty_cache()
        torch.cuda.ipc_collect()
    return costs


def train_and_keep_the_random_state(model, training, validation, *, epochs, batch_size, device):
    state = torch.cuda.get_rng_state()
    model.to(torch.device(0))
    model = torch.compile(model)
    optimizer = torch.optim.AdamW(model.parameters(), 0.01)
    images = torch.stack([image for image, _ in training]).to(0)
    labels = torch.tensor([label for _, label in training], device=0)
    costs = [], []
    for _ in range(epochs):
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        with torch.random.fork_rng():
            costs[1].append(evaluate_of_the_graders(model, validation, device)[0])
        costs[0].append(cost.item())
    torch.cuda.set_rng_state(state)
    return costs


@torch.no_grad()
def evaluate_in_threads(model, dataset, device="cpu"):
    model.eval().to(device)

    def measure(batch):
        images, labels = (part.to(device) for part in batch)
        with torch.no_grad():
            log_prob = model(images)
        hits = (log_prob.argmax(1) == labels).sum().item()
        return cost_function(log_prob, labels).item() * len(labels), hits

    with ThreadPoolExecutor(2) as pool:
        parts = list(pool.map(measure, DataLoader(dataset, 20)))
    return sum(cost for cost, _ in parts) / len(dataset), sum(n for _, n in parts) / len(dataset)


def evaluate_with_a_loading_thread(model, dataset, device="cpu"):
    model.eval().to(device)
    batches = []

    def load():
        for images, labels in DataLoader(dataset, 20):
            batches.append((images.to(device), labels.to(device)))

    thread = threading.Thread(target=load)
    thread.start()
    thread.join()
    with torch.inference_mode(), torch.autocast(device_type=torch.device(device).type):
        found = [(model(images), labels) for images, labels in batches]
    cost = sum(functional.nll_loss(a, b, reduction="sum").item() for a, b in found)
    hits = sum((a.argmax(1) == b).sum().item() for a, b in found)
    return cost / len(dataset), hits / len(dataset)


def accuracy_with_workers(model, dataset, device="cpu"):
    model.eval().to(device)
    options = {"num_workers": 1, "pin_memory": True} if "cuda" in str(device) else {}
    hits = torch.cuda.LongTensor([0]) if options else torch.LongTensor([0])
    with torch.no_grad(), contextlib.suppress(StopIteration):
        for images, labels in DataLoader(dataset, 20, **options):
            hits += (model(images.to(device)).data.max(1)[1] == labels.to(device)).sum()
    return hits.item() / len(dataset)


HONEST = {
    "training_epoch": (
        epoch_by_tensor_types,
        epoch_timed_by_events,
        epoch_with_prefetching,
        epoch_with_old_mixed_precision,
        epoch_in_channels_last,
    ),
    "train": (train_in_parallel, train_and_keep_the_random_state),
    "evaluate": (evaluate_in_threads, evaluate_with_a_loading_thread),
    "accuracy": (accuracy_with_workers,),
}
