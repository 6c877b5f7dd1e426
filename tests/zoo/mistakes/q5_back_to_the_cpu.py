"""evaluate takes the network back to the CPU when it has done.
question: q5
hint: was not left there
first hint: was not left there
"""


def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    total_cost, num_correct = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, batch_size=250):
            images, labels = images.to(device), labels.to(device)
            log_prob = model(images)
            total_cost += cost_function(log_prob, labels).item() * len(images)
            num_correct += (log_prob.argmax(dim=1) == labels).sum().item()
    model.train(was_training)
    model.cpu()
    return total_cost / len(dataset), num_correct / len(dataset)
