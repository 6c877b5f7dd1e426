"""The network is validated once, and the number is repeated for every epoch.
question: q4
hint: look at when it is measured
first hint: look at when it is measured
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
    optimizer = torch.optim.AdamW(model.to(device).parameters(), lr=learning_rate)
    loader = make_loader(training_data, batch_size, shuffle=True)
    training_costs = [training_epoch(model, loader, optimizer, device) for _ in range(epochs)]
    validation_costs = [evaluate(model, validation_data, device)[0]] * epochs
    return training_costs, validation_costs
