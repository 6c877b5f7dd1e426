"""Batches and sums go to the device by the old types of tensors, as notebooks of 2018 do it."""

import torch


def training_epoch(model, loader, optimizer, device="cpu"):
    use_cuda = str(device).startswith("cuda")
    FloatTensor = torch.cuda.FloatTensor if use_cuda else torch.FloatTensor
    LongTensor = torch.cuda.LongTensor if use_cuda else torch.LongTensor
    model.train()
    running_loss = FloatTensor([0.0])
    seen = 0
    for data, target in loader:
        data, target = data.type(FloatTensor), target.type(LongTensor)
        optimizer.zero_grad()
        loss = cost_function(model(data), target)
        loss.backward()
        optimizer.step()
        running_loss += loss.data * data.size(0)
        seen += data.size(0)
    return (running_loss.cpu() / seen).item()


def evaluate(model, dataset, device="cpu"):
    use_cuda = str(device).startswith("cuda")
    was_training = model.training
    model.eval()
    if use_cuda:
        model.cuda()
    loss, correct = 0.0, 0
    with torch.no_grad():
        for data, target in make_loader(dataset, 100):
            if use_cuda:
                data, target = data.cuda(), target.cuda()
            output = model(data)
            loss += cost_function(output, target).data.item() * len(data)
            pred = output.data.max(1, keepdim=True)[1]
            correct += pred.eq(target.data.view_as(pred)).cpu().sum().item()
    model.train(was_training)
    return loss / len(dataset), correct / len(dataset)
