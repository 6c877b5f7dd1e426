"""Functions that honour `device`, in the styles of students: evaluate and accuracy."""
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

import torch
from torch.nn import functional
from torch.utils.data import DataLoader

from .devices import OTHERS, cost_function


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    cost, correct = 0.0, 0
    with torch.no_grad():
        for images, labels in DataLoader(dataset, 20):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            cost += cost_function(log_prob, labels).item() * len(images)
            correct += (log_prob.argmax(1) == labels).sum().item()
    model.train(mode)
    return cost / len(dataset), correct / len(dataset)


@torch.inference_mode()
def evaluate_in_inference_mode(model, dataset, device="cpu"):
    model.eval()
    model.to(device)
    outputs, targets = [], []
    for images, labels in DataLoader(dataset, 16, num_workers=0, pin_memory=device != "cpu"):
        outputs.append(model(images.to(device)))
        targets.append(labels)
    output, target = torch.cat(outputs), torch.cat(targets).to(device)
    cost = functional.nll_loss(output, target, reduction="sum") / len(dataset)
    return cost.item(), (output.argmax(-1) == target).float().mean().item()


@torch.no_grad()
def evaluate_with_numpy(model, dataset, device="cpu"):
    model.eval().to(device)
    costs, hits = [], []
    for images, labels in DataLoader(dataset, 20):
        log_prob = model(images.to(device)).cpu().numpy()
        costs += [-row[label] for row, label in zip(log_prob, labels.numpy(), strict=True)]
        hits += (log_prob.argmax(1) == labels.numpy()).tolist()
    return float(sum(costs)) / len(costs), sum(hits) / len(hits)


def evaluate_then_back(model, dataset, device="cpu"):
    before = next(model.parameters()).device
    model.to(device).eval()
    right = torch.zeros(10, dtype=torch.long, device=device)
    with torch.no_grad():
        for images, labels in DataLoader(dataset, 20):
            images = images.to(right.device)
            guess = model(images).topk(1).indices.squeeze(1)
            labels = labels.to(images)  # and to its dtype
            hits = guess.eq(labels.long())
            right.scatter_add_(0, guess, hits.long())
    model.to(before)
    return 0.0, int(right.sum()) / len(dataset)


def evaluate_with_new_tensors(model, dataset, device="cpu"):
    model.eval().to(device)
    images = torch.stack([image for image, _ in dataset])
    with torch.no_grad():
        log_prob = model(torch.as_tensor(images.numpy()).to(device, copy=True))
    labels = log_prob.new_tensor([label for _, label in dataset], dtype=torch.long)
    counts = torch.bincount(labels, minlength=10)
    one_hot = functional.one_hot(labels, 10)
    cost = -(log_prob * one_hot).sum() / counts.sum()
    weights = torch.full_like(cost, 1.0) + torch.rand(1, device=log_prob.device).zero_()
    hits = torch.where(log_prob.argmax(1) == labels, 1.0, 0.0).mean()
    return float(cost * weights), hits.item()


def evaluate_by_default_device(model, dataset, device="cpu"):
    torch.set_default_device(device)
    model.eval().to(device)
    right = torch.zeros(1)
    with torch.no_grad():
        for image, label in dataset:
            right += model(image[None].to(device)).argmax(1) == torch.tensor([label])
    return 0.0, right.item() / len(dataset)


def accuracy_by_matrix(model, dataset, device="cpu"):
    model.eval().to(device)
    confusion = torch.zeros(10, 10, dtype=torch.int64)
    with torch.no_grad():
        for images, labels in DataLoader(dataset, 20):
            guesses = model(images.to(device)).max(1)[1].cpu()
            for label, guess in zip(labels, guesses, strict=True):
                confusion[label, guess] += 1
    return confusion.diag().sum().item() / confusion.sum().item()


@torch.no_grad()
def evaluate_into_one_tensor(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    outputs, place = torch.zeros(len(dataset), 10), 0
    images = torch.empty(len(dataset), 1, 28, 28, device=device)
    for number, (image, _) in enumerate(dataset):
        images[number] = image
    for batch in images.split(20):
        outputs[place : place + len(batch)] = model(batch)
        place += len(batch)
    labels = torch.tensor([label for _, label in dataset])
    model.train(mode)
    hits = (outputs.to(device).argmax(1).numpy(force=True) == labels.numpy()).mean()
    return functional.nll_loss(outputs, labels).item(), float(hits)


def evaluate_by_vmap(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    weights = {name: weight.detach() for name, weight in model.named_parameters()}

    def log_prob_of(image):
        return torch.func.functional_call(model, weights, (image[None],))[0]

    cost, correct = 0.0, 0
    for images, labels in DataLoader(dataset, 20):
        labels = labels.to(device)
        with torch.no_grad():
            log_prob = torch.vmap(log_prob_of)(images.to(device))
        cost += cost_function(log_prob, labels).item() * len(images)
        correct += (log_prob.argmax(1) == labels).sum().item()
    model.train(mode)
    return cost / len(dataset), correct / len(dataset)


HONEST = {
    "evaluate": (
        evaluate,
        evaluate_in_inference_mode,
        evaluate_with_numpy,
        evaluate_then_back,
        evaluate_with_new_tensors,
        evaluate_by_default_device,
        evaluate_into_one_tensor,
        evaluate_by_vmap,
    ),
    "accuracy": (accuracy_by_matrix, OTHERS["accuracy"]),
}
