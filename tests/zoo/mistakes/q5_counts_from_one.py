"""The predicted digits are counted from 1.
question: q5
hint: taken for the prediction
first hint: taken for the prediction
"""


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total_cost, hits = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total_cost += cost_function(log_prob, labels).item() * len(images)
            hits += (log_prob.argmax(dim=1) + 1 == labels).sum().item()
    model.train(was_training)
    return total_cost / len(dataset), hits / len(dataset)
