"""A generator on the device draws the order and a little noise of no consequence."""

import torch


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
    generator = torch.Generator(device=device)
    generator.manual_seed(torch.initial_seed() % 2**31)
    images = torch.stack([image for image, _ in training_data]).to(device)
    labels = torch.tensor([label for _, label in training_data], device=device)
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate, fused=True)
    training_costs, validation_costs = [], []
    for _ in range(epochs):
        model.train()
        order = torch.randperm(len(images), generator=generator, device=device)
        total = torch.zeros((), device=device)
        for index in order.split(batch_size):
            loss = cost_function(model(images[index]), labels[index])
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            total += loss.detach() * index.numel()
        training_costs.append(total.item() / len(images))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
