"""Files of VS Code's interactive window: cells marked by # %%, with values left as statements."""

FILES = {
    "digits/costs.py": """# %% [markdown]
# # Cost
# $C = -\\\\frac{1}{N} \\\\sum_i \\\\log p_i$

# %%
import torch
from torch import nn

# %% setup
# %matplotlib inline
# !pip install torch
torch.__version__

# %%
def cost_function(log_prob, labels):
    picked = torch.gather(log_prob, dim=1, index=labels.view(-1, 1))
    return -picked.squeeze(1).mean()

# %%
cost_function(torch.log_softmax(torch.randn(5, 10), 1), torch.arange(5))

# %%
""",
    "digits/evaluation.py": """#%%
import math
import torch
from digits.costs import cost_function
from digits.data import load_mnist, make_loader
from digits.models import MLP

#%%
def evaluate(model, dataset, device="cpu"):
    was_training = model.training
    model.to(device).eval()
    loss, n_correct = 0.0, 0
    with torch.no_grad():
        for images, labels in make_loader(dataset, 64):
            log_prob = model(images.to(device))
            loss += cost_function(log_prob, labels.to(device)).item() * len(images)
            n_correct += (log_prob.argmax(1).cpu() == labels).sum().item()
    model.train(was_training)
    return loss / len(dataset), n_correct / len(dataset)

def accuracy(model, dataset, device="cpu"):
    return evaluate(model, dataset, device)[1]

def chance_cost(num_classes=10):
    return math.log(num_classes)

#%% try it
chance_cost(), chance_cost(2)
#%%
test_data = load_mnist(train=False)
evaluate(MLP(), test_data)
#%%
""",
}
