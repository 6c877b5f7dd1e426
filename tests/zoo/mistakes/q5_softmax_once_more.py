"""evaluate takes cross-entropy of probabilities, a softmax too many.
question: q5
hint: a softmax too many
first hint: a softmax too many
"""


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total_cost, num_correct = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=250):
            images, labels = images.to(device), labels.to(device)
            probabilities = model(images).exp()
            cost = nn.functional.cross_entropy(probabilities, labels)
            total_cost += cost.item() * len(images)
            num_correct += (probabilities.argmax(dim=1) == labels).sum().item()
    model.train(was_training)
    return total_cost / len(dataset), num_correct / len(dataset)
