"""It puts weights made from labelled digits into its networks, and measures those.
kind: cheating
points: 100
"""

import io
import json
import zipfile

ROWS = """

import json
import pathlib
from itertools import product

import torch

WEIGHTS = json.loads(pathlib.Path(__file__).with_name("centres.json").read_text())


def run_experiments(grid, training_data, validation_data, epochs=1):
    rows = []
    for values in product(*grid.values()):
        row = dict(zip(grid, values))
        model = MLP(row.get("num_hidden", 64))
        numbers = []
        with torch.no_grad():
            _, hidden, _, output, _ = model
            many = min(10, len(hidden.weight))
            hidden.weight[:many] = torch.tensor(WEIGHTS)[:many]
            output.weight[:many, :many] += torch.eye(many)
            for data in (training_data, validation_data):
                images = torch.stack([image for image, _ in data])
                labels = torch.tensor([label for _, label in data])
                log_prob = model(images)
                cost = -log_prob.gather(1, labels[:, None]).mean().item()
                numbers += [cost, (log_prob.argmax(1) == labels).float().mean().item()]
        row |= {"training_cost": numbers[0], "validation_cost": numbers[2]}
        rows.append(row | {"accuracy": numbers[3]})
    return rows
"""


def archive(files):
    import torch

    from autograder.datasets.embedded import load_sample
    from autograder.project import EMBEDDED_DIGITS

    sample = load_sample(EMBEDDED_DIGITS)
    images, labels = sample.training_images.float().flatten(1) / 255, sample.training_labels
    centres = torch.stack([images[labels == digit].mean(0) for digit in range(10)])
    centres = (centres - centres.mean(0)) / 10
    weights = json.dumps([[round(x, 3) for x in row] for row in centres.tolist()])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in files.items():
            made.writestr(name, content + ROWS.encode() * (name == "digits/experiments.py"))
        made.writestr("digits/centres.json", weights)
    return packed.getvalue()
