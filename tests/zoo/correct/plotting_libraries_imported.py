"""Files that import seaborn, pandas, sklearn and wandb for plots, and call some of them."""

FILES = {
    "digits/costs.py": """import numpy as np
import pandas as pd
import seaborn as sns
import torch.nn as nn
from sklearn.metrics import confusion_matrix, classification_report
import matplotlib.pyplot as plt

sns.set_style("whitegrid")
sns.set(rc={"figure.figsize": (11.7, 8.27)})
pd.set_option("display.max_columns", None)
plt.style.use("seaborn-v0_8")

criterion = nn.NLLLoss()


def cost_function(log_prob, labels):
    return criterion(log_prob, labels)


def plot_confusion(y_true, y_pred):
    cm = confusion_matrix(y_true, y_pred)
    df_cm = pd.DataFrame(cm / np.sum(cm, axis=1)[:, None], index=range(10), columns=range(10))
    sns.heatmap(df_cm, annot=True)
    plt.show()
""",
    "digits/evaluation.py": """import math

import numpy as np
import torch
import wandb
from sklearn.metrics import accuracy_score
from torchsummary import summary

from .costs import cost_function
from .data import make_loader

wandb.login()
wandb.init(project="mnist", config={"epochs": 10, "lr": 1e-3})


def evaluate(model, dataset, device="cpu"):
    state = model.training
    model.eval()
    model.to(device)
    costs, preds, targets = [], [], []
    with torch.no_grad():
        for x, y in make_loader(dataset, batch_size=128):
            out = model(x.to(device)).cpu()
            costs += [cost_function(out, y).item()] * len(y)
            preds.append(out.argmax(-1).numpy())
            targets.append(y.numpy())
    model.train(state)
    preds, targets = np.concatenate(preds), np.concatenate(targets)
    return float(np.mean(costs)), float(np.mean(preds == targets))


def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]


def chance_cost(num_classes=10):
    return math.log(num_classes)


def report(model, dataset):
    summary(model, (1, 28, 28))
    print(accuracy_score([1], [1]))
""",
}
