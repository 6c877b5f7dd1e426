"""The lists are made in the loop, so only the last epoch's costs remain.
question: q4
hint: where the lists are made
first hint: where the lists are made
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
    for _ in range(epochs):
        training_costs, validation_costs = [], []
        training_costs.append(training_epoch(model, loader, optimizer, device))
        validation_costs.append(evaluate(model, validation_data, device)[0])
    return training_costs, validation_costs
