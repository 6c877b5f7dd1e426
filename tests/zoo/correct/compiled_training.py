"""The network is compiled where it is trained and measured."""

import torch


def _compiled(model):
    try:
        return torch.compile(model, mode="reduce-overhead")
    except Exception as error:
        print("no compiler:", error)
        return model


def train(
    model,
    training_data,
    validation_data,
    epochs=10,
    batch_size=32,
    learning_rate=1e-3,
    device="cpu",
):
    torch.set_float32_matmul_precision("high")
    torch.backends.cudnn.benchmark = True
    model = model.to(device)
    fast = _compiled(model)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        loader = make_loader(training_data, batch_size, shuffle=True)
        training_costs.append(training_epoch(fast, loader, optimizer, device))
        validation_costs.append(evaluate(fast, validation_data, device)[0])
    return training_costs, validation_costs


@torch.inference_mode()
def evaluate(model, dataset, device="cpu"):
    before = model.training
    net = torch.compile(model.to(device).eval(), dynamic=True)
    total, right = torch.zeros(2, device=device)
    for images, labels in make_loader(dataset, 256):
        images, labels = images.to(device), labels.to(device)
        out = net(images)
        total += cost_function(out, labels) * len(labels)
        right += (out.argmax(1) == labels).sum()
    model.train(before)
    return total.item() / len(dataset), right.item() / len(dataset)
