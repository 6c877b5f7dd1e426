"""accuracy, written on its own, records gradients.
question: q5
hint: In accuracy gradients were recorded
first hint: In accuracy gradients were recorded
"""


def accuracy(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    right = 0
    for images, labels in make_loader(dataset, batch_size=250):
        right += (model(images.to(device)).argmax(dim=1) == labels.to(device)).sum().item()
    model.train(was_training)
    return right / len(dataset)
