"""evaluate switches the gradients of all parameters off and on again, in place of a `with`."""

from .costs import cost_function
from .data import make_loader


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    needed = [parameter.requires_grad for parameter in model.parameters()]
    model.requires_grad_(False)
    total, right = 0.0, 0
    for images, labels in make_loader(dataset, batch_size=64):
        images, labels = images.to(device), labels.to(device)
        log_prob = model(images)
        total += cost_function(log_prob, labels).item() * len(images)
        right += (log_prob.argmax(dim=1) == labels).sum().item()
    for parameter, wanted in zip(model.parameters(), needed):
        parameter.requires_grad_(wanted)
    model.train(was_training)
    return total / len(dataset), right / len(dataset)
