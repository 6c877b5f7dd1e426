"""An evaluation that goes through the dataset by index, an image at a time."""

import torch


def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.eval()
    model.to(device)
    cost, right = 0.0, 0
    with torch.no_grad():
        for i in range(len(dataset)):
            image, label = dataset[i]
            log_prob = model(image.unsqueeze(0).to(device))[0]
            cost -= log_prob[label].item()
            right += int(log_prob.argmax().item() == label)
    model.train(mode)
    return cost / len(dataset), right / len(dataset)
