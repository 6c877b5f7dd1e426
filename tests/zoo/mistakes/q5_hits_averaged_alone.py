"""The cost is right, and the accuracy is a mean of batches.
question: q5
hint: averages batches of 32
first hint: averages batches of 32
"""


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    loader = make_loader(dataset)
    total_cost, hits = 0.0, 0.0
    with torch.no_grad():
        for images, labels in loader:
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total_cost += cost_function(log_prob, labels).item() * len(images)
            hits += (log_prob.argmax(dim=1) == labels).float().mean().item()
    model.train(was_training)
    return total_cost / len(dataset), hits / len(loader)
