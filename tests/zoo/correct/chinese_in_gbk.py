"""Files in Chinese that are saved in GBK, as a coding line says."""

FILES = {
    "digits/costs.py": '''#!/usr/bin/env python
# -*- coding: gbk -*-
"""代价函数：负对数似然"""
import torch


def cost_function(log_prob, labels):
    """返回正确标签的平均负对数似然。"""
    行 = torch.arange(labels.shape[0], device=labels.device)
    损失 = -log_prob[行, labels]  # 每个样本的损失
    return 损失.mean()
''',
    "digits/experiments.py": """# coding=gbk
# 超参数实验：对网格中的每个组合训练一个新网络
import itertools

from .evaluation import evaluate
from .models import MLP
from .training import train


def run_experiments(grid, training_data, validation_data, epochs=1):
    结果 = []
    名称 = list(grid.keys())
    for 组合 in itertools.product(*[grid[名] for 名 in 名称]):
        参数 = dict(zip(名称, 组合))
        网络 = MLP(num_hidden=参数.get("num_hidden", 64))
        其余 = {键: 值 for 键, 值 in 参数.items() if 键 != "num_hidden"}
        训练损失, 验证损失 = train(网络, training_data, validation_data, epochs=epochs, **其余)
        _, 准确率 = evaluate(网络, validation_data)
        print("参数：", 参数, "准确率：%.2f%%" % (100 * 准确率))
        参数.update(training_cost=训练损失[-1], validation_cost=验证损失[-1], accuracy=准确率)
        结果.append(参数)
    return 结果
""",
}
