"""The network is taken for one with a training_step.
question: q4
hint: the checks' own
first hint: training_step
"""


def training_epoch(model, loader, optimizer, device="cpu"):
    costs = []
    for batch in loader:
        optimizer.zero_grad()
        cost = model.training_step(batch)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    return sum(costs) / len(costs)
