"""Evaluation by a library in a folder that is put on the path, which a call of set_up fills."""

FILES = {
    "lib/scorers.py": """_SCORERS = {}
EPS = None


def scorer(name):
    def add(f):
        _SCORERS[name] = f
        return f

    return add


def set_up(eps=0.0):
    global EPS
    EPS = eps

    @scorer("accuracy")
    def right(log_prob, labels):
        return (log_prob.argmax(1) == labels).float().sum().item() + EPS


def score(name, *args):
    return _SCORERS[name](*args)
""",
}

import os  # noqa: E402
import sys  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.append(os.path.join(HERE, "..", "lib"))

import scorers  # noqa: E402

scorers.set_up(eps=0.0)


@torch.no_grad()
def evaluate(model, dataset, device="cpu"):
    mode = model.training
    model.to(device).eval()
    cost, right = 0.0, 0.0
    for images, labels in make_loader(dataset, 200):
        images, labels = images.to(device), labels.to(device)
        log_prob = model(images)
        cost += cost_function(log_prob, labels).item() * len(labels)
        right += scorers.score("accuracy", log_prob, labels)
    model.train(mode)
    return cost / len(dataset), right / len(dataset)
