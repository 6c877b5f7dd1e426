"""An epoch and an evaluation with an Accumulator, in Chinese, after an interactive textbook."""

import math

import torch
from torch import nn

from .costs import cost_function
from .data import make_loader


class Accumulator:
    """在n个变量上累加"""

    def __init__(self, n):
        self.data = [0.0] * n

    def add(self, *args):
        self.data = [a + float(b) for a, b in zip(self.data, args)]

    def reset(self):
        self.data = [0.0] * len(self.data)

    def __getitem__(self, idx):
        return self.data[idx]


def 正确数(y_hat, y):
    """计算预测正确的数量"""
    if len(y_hat.shape) > 1 and y_hat.shape[1] > 1:
        y_hat = y_hat.argmax(axis=1)
    cmp = y_hat.type(y.dtype) == y
    return float(cmp.type(y.dtype).sum())


def training_epoch(model, loader, optimizer, device="cpu"):
    """训练模型一个迭代周期"""
    net, updater = model, optimizer
    # 将模型设置为训练模式
    if isinstance(net, torch.nn.Module):
        net.train()
    # 训练损失总和、样本数
    metric = Accumulator(2)
    for X, y in loader:
        X, y = X.to(device), y.to(device)
        # 计算梯度并更新参数
        y_hat = net(X)
        l = cost_function(y_hat, y)  # noqa: E741
        if isinstance(updater, torch.optim.Optimizer):
            updater.zero_grad()
            l.backward()
            updater.step()
        else:
            l.sum().backward()
            updater(X.shape[0])
        metric.add(float(l) * y.numel(), y.numel())
    return metric[0] / metric[1]


def evaluate(model, dataset, device="cpu"):
    """使用GPU计算模型在数据集上的损失和精度"""
    net, 训练模式 = model, model.training
    if isinstance(net, nn.Module):
        net.eval()  # 设置为评估模式
        net.to(device)
    metric = Accumulator(3)
    with torch.no_grad():
        for X, y in make_loader(dataset, 256):
            X, y = X.to(device), y.to(device)
            y_hat = net(X)
            metric.add(cost_function(y_hat, y) * y.numel(), 正确数(y_hat, y), y.numel())
    net.train(训练模式)
    return metric[0] / metric[2], metric[1] / metric[2]


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return math.log(num_classes)
