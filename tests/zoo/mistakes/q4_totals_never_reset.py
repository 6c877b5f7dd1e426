"""train sums the cost over all epochs: the totals are never reset.
question: q4
hint: where the sums begin at 0
first hint: where the sums begin at 0
"""


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
    optimizer = torch.optim.AdamW(model.parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs, validation_costs = [], []
    total, count = 0.0, 0
    for _ in range(epochs):
        model.train()
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            cost = cost_function(model(images), labels)
            optimizer.zero_grad()
            cost.backward()
            optimizer.step()
            total += cost.item() * len(images)
            count += len(images)
        training_costs.append(total / count)
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
