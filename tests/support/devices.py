"""Functions that honour `device`, in the styles of students: training_epoch and train."""
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

import copy
import io
from collections.abc import Callable
from typing import Any

import torch
from torch.nn import functional
from torch.utils.data import DataLoader

from autograder.grading import standins
from autograder.probing.loader import run_standins

Function = Callable[..., Any]

# The grader's own functions, which a student's code may call.
OTHERS = run_standins(standins.sources("q4") | standins.sources("q2"))
cost_function, evaluate_of_the_graders = OTHERS["cost_function"], OTHERS["evaluate"]


def epoch(model, loader, optimizer, device="cpu"):
    model.train()
    total, count = 0.0, 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        optimizer.zero_grad()
        cost = cost_function(model(images), labels)
        cost.backward()
        optimizer.step()
        total += cost.item() * len(images)
        count += len(images)
    return total / count


def epoch_with_device_object(model, loader, optimizer, device="cpu"):
    device = torch.device(device)
    assert device.type in ("cpu", "cuda", "mps"), device
    pinned = device.type == "cuda" and torch.cuda.is_available()
    total = torch.zeros((), device=device)
    count = torch.tensor(0, device=device)
    for images, labels in loader:
        if pinned:
            images, labels = images.pin_memory(), labels.pin_memory()
        images = images.to(device=device, dtype=torch.float32, non_blocking=pinned)
        labels = labels.to(device, torch.long, non_blocking=True)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device_type=device.type, enabled=False):
            cost = cost_function(model(images), labels)
        cost.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total += cost.detach() * images.size(0)
        count += labels.numel()
    if device.type == "cuda":
        torch.cuda.synchronize()
        torch.cuda.empty_cache()
    return (total / count).item()


def epoch_with_cuda_method(model, loader, optimizer, device="cpu"):
    costs = []
    for images, labels in loader:
        if device == "cuda":
            images, labels = images.cuda(), labels.cuda(non_blocking=True)
        cost = cost_function(model(images), labels)
        optimizer.zero_grad()
        cost.backward()
        optimizer.step()
        costs += [cost.detach().cpu().item()] * len(images)
    return sum(costs) / len(costs)


def epoch_on_the_networks_device(model, loader, optimizer, device="cpu"):
    here = next(model.parameters()).device
    total = []
    sizes = []
    for batch in loader:
        images, labels = (part.to(here) for part in batch)
        log_prob = model(images)
        cost = -log_prob[torch.arange(len(labels)), labels].mean()
        model.zero_grad()
        cost.backward()
        optimizer.step()
        total.append(cost.detach())
        sizes.append(len(labels))
    costs = torch.tensor(total)
    return float((costs * torch.tensor(sizes)).sum() / sum(sizes))


def epoch_with_scaler(model, loader, optimizer, device="cpu"):
    kind = torch.device(device).type
    scaler = torch.amp.GradScaler(kind, enabled=kind == "cuda")
    total = count = 0
    for images, labels in loader:
        images, labels = images.to(device), labels.to(device)
        with torch.amp.autocast(kind, dtype=torch.bfloat16):
            cost = functional.nll_loss(model(images), labels)
        optimizer.zero_grad()
        scaler.scale(cost).backward()
        scaler.unscale_(optimizer)
        scaler.step(optimizer)
        scaler.update()
        total += cost.item() * labels.shape[0]
        count += labels.shape[0]
    return total / count


def epoch_with_gradients_by_hand(model, loader, optimizer, device="cpu"):
    total, count = torch.zeros(1, device=device), 0
    for images, labels in loader:
        target = torch.eye(10, device=device)[labels.to(device)]
        cost = -(model(images.to(device)) * target).sum(1).mean()
        weights = [one for one in model.parameters() if one.requires_grad]
        for weight, gradient in zip(weights, torch.autograd.grad(cost, weights), strict=True):
            weight.grad = gradient
        optimizer.step()
        total = total + cost.detach() * len(labels)
        count += len(labels)
    print(f"cost {total}", total / count, f"{total.item() / count:.3f}", repr(total))
    return total.item() / count


def epoch_with_closure(model, loader, optimizer, device="cpu"):
    total = count = 0.0
    for images, labels in loader:
        images, labels = images.to(device), labels.type(torch.int64).to(images.to(device).device)

        def closure(images=images, labels=labels):
            optimizer.zero_grad()
            cost = cost_function(model(images), labels)
            torch.autograd.backward(cost)
            return cost

        total += float(optimizer.step(closure)) * len(images)
        count += len(images)
    return total / count


def train(model, training, validation, *, epochs, batch_size, device):
    model.to(device)
    optimizer = torch.optim.Adam(model.parameters(), 0.01)
    loader = DataLoader(training, batch_size, shuffle=True, pin_memory=True)
    pairs = [
        (epoch(model, loader, optimizer, device),
         evaluate_of_the_graders(model, validation, device)[0])
        for _ in range(epochs)
    ]  # fmt: skip
    return [one for one, _ in pairs], [two for _, two in pairs]


def train_with_fallback(model, training, validation, *, epochs, batch_size, device):
    if device == "cuda" and not torch.cuda.is_available():
        device = "cpu"
    if device != "cpu":
        print("training on", torch.cuda.get_device_name(torch.cuda.current_device()))
    model = model.to(torch.device(device))
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9, nesterov=True)
    scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.01, total_steps=1000)
    best, kept = float("inf"), io.BytesIO()
    costs = [], []
    for _ in range(epochs):
        for images, labels in DataLoader(training, batch_size, shuffle=True):
            cost = functional.cross_entropy(model(images.to(device)), labels.to(device))
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            scheduler.step()
        costs[0].append(cost.item())
        costs[1].append(evaluate_of_the_graders(model, validation, device)[0])
        if costs[1][-1] < best:
            best = costs[1][-1]
            torch.save(model.state_dict(), kept)
    kept.seek(0)
    model.load_state_dict(torch.load(kept, map_location=device))
    return costs


def train_whole_set_on_device(model, training, validation, *, epochs, batch_size, device):
    images = torch.stack([image for image, _ in training]).to(device)
    labels = torch.tensor([label for _, label in training], device=device)
    model.to(images.device)
    optimizer = torch.optim.AdamW(model.parameters(), 0.01, fused=True)
    best = copy.deepcopy(model.state_dict())
    costs = [], []
    for _ in range(epochs):
        total = 0.0
        for chosen in torch.randperm(len(images), device=device).split(batch_size):
            cost = cost_function(model(images[chosen]), labels[chosen])
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            total += cost.item() * len(chosen)
        costs[0].append(total / len(images))
        twin = copy.deepcopy(model)
        costs[1].append(evaluate_of_the_graders(twin, validation, device)[0])
        best = {name: value.clone() for name, value in model.state_dict().items()}
    model.load_state_dict(best)
    return costs


def train_in_a_device_context(model, training, validation, *, epochs, batch_size, device):
    costs = [], []
    with torch.device(device):
        model.to(device)
        optimizer = torch.optim.RMSprop(model.parameters(), 0.01)
        for _ in range(epochs):
            total = torch.zeros(2)
            for start in range(0, len(training), batch_size):
                stop = min(start + batch_size, len(training))
                pairs = [training[index] for index in range(start, stop)]
                images = torch.stack([image.to(device) for image, _ in pairs])
                labels = torch.tensor([label for _, label in pairs])
                cost = cost_function(model(images), labels)
                optimizer.zero_grad()
                cost.backward()
                optimizer.step()
                total += torch.stack(
                    [cost.detach() * len(labels), torch.tensor(float(len(labels)))]
                )
            costs[0].append((total[0] / total[1]).item())
            costs[1].append(evaluate_of_the_graders(model, validation, device)[0])
    return costs


HONEST = {
    "training_epoch": (
        epoch,
        epoch_with_device_object,
        epoch_with_cuda_method,
        epoch_on_the_networks_device,
        epoch_with_scaler,
        epoch_with_gradients_by_hand,
        epoch_with_closure,
    ),
    "train": (
        train,
        train_with_fallback,
        train_whole_set_on_device,
        train_in_a_device_context,
        OTHERS["train"],
    ),
}
