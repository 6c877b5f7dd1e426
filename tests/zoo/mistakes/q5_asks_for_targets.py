"""The labels are taken from dataset.targets.
question: q5
hint: pairs (image, label), and nothing else
first hint: pairs (image, label), and nothing else
"""


def accuracy(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    with torch.no_grad():
        images = torch.stack([image for image, _ in dataset]).to(device)
        right = (model(images).argmax(dim=1).cpu() == dataset.targets).float().mean().item()
    model.train(was_training)
    return right
