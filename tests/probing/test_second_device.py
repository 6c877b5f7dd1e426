"""Whether code honours `device`, seen without a GPU: honest styles pass, mistakes do not."""
# mypy: disable-error-code="no-untyped-def, no-untyped-call"

import contextlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader

from autograder.checking.answers import random_weights
from autograder.probing.graded import GradedProbes
from autograder.probing.hints.catalogue import ENGLISH
from autograder.probing.second_device import SecondDevice
from support import devices, evaluation_devices, notebook_devices
from support.devices import Function, cost_function, epoch, evaluate_of_the_graders
from support.evaluation_devices import evaluate


def use(name: str, function: Function) -> dict[str, Any]:
    """What a function does with the device it is given."""
    probes = GradedProbes(lambda _: function)
    network = {"weights": [list(pair) for pair in random_weights([784, 12, 10], 3)]}
    generator = torch.Generator().manual_seed(5)
    arguments = {
        "name": name,
        "network": network | {"factors": torch.ones(784), "normalise": True, "record": True},
        "images": torch.rand(24, 1, 28, 28, generator=generator),
        "labels": torch.randint(0, 10, (24,), generator=generator),
    }
    found: dict[str, Any] = probes.run("device_use", arguments, 7)
    return found


@pytest.mark.parametrize(
    ("name", "function"),
    [
        pytest.param(name, function, id=function.__name__)
        for module in (devices, evaluation_devices, notebook_devices)
        for name, functions in module.HONEST.items()
        for function in functions
    ],
)
@pytest.mark.filterwarnings("ignore:'pin_memory' argument")
def test_an_honest_style_works_on_a_second_device(name: str, function: Function) -> None:
    assert use(name, function) == {"used": True, "mixed": False, "place": {}, "left": True}


# Mistakes


def types_stay(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        cost_function(model(images.type(torch.FloatTensor)), labels.to(device)).backward()


def a_thread_forgets(model, loader, optimizer, device="cpu"):
    def a_thread_forgets():
        for images, labels in loader:
            cost_function(model(images.to(device)), labels)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(a_thread_forgets).result()


def images_stay(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        cost_function(model(images), labels.to(device)).backward()
        optimizer.step()


def labels_stay(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        cost_function(model(images.to(device)), labels).backward()
        optimizer.step()


def moved_and_forgotten(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        images.to(device), labels.to(device)
        cost_function(model(images), labels).backward()
        optimizer.step()


def sum_stays(model, loader, optimizer, device="cpu"):
    total = torch.zeros(1)
    for images, labels in loader:
        total += cost_function(model(images.to(device)), labels.to(device)).detach()
    return total.item()


def identity_stays(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        target = torch.eye(10)[labels.to(device)]
        (model(images.to(device)) * target.to(device)).mean().backward()


def tries_again_on_the_cpu(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        with contextlib.suppress(RuntimeError):
            cost_function(model(images), labels)
        cost_function(model(images.to(device)), labels.to(device)).backward()


def network_stays(model, dataset, device="cpu"):
    for images, labels in DataLoader(dataset, 20):
        cost_function(model(images.to(device)), labels.to(device))


def guesses_meet_labels(model, dataset, device="cpu"):
    model.to(device)
    for images, labels in DataLoader(dataset, 20):
        _ = (model(images.to(device)).argmax(1) == labels).sum()


def target_on_the_cpu(model, dataset, device="cpu"):
    model.to(device)
    outputs = [model(images.to(device)) for images, _ in DataLoader(dataset, 20)]
    functional.nll_loss(torch.cat(outputs), torch.tensor([label for _, label in dataset]))


def validates_elsewhere(model, training, validation, *, epochs, batch_size, device):
    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), 0.01)
    for _ in range(epochs):
        epoch(model, DataLoader(training, batch_size), optimizer, device)
        evaluate_of_the_graders(model, validation)


MIXED = {
    "training_epoch": (
        a_thread_forgets,
        images_stay,
        labels_stay,
        moved_and_forgotten,
        sum_stays,
        identity_stays,
        tries_again_on_the_cpu,
        types_stay,
    ),
    "evaluate": (network_stays, guesses_meet_labels, target_on_the_cpu),
}


@pytest.mark.parametrize(
    ("name", "function"),
    [
        pytest.param(name, function, id=function.__name__)
        for name, functions in MIXED.items()
        for function in functions
    ],
)
def test_what_stays_behind_is_noticed(name: str, function: Function) -> None:
    found = use(name, function)
    assert found["mixed"]
    assert ENGLISH.words(found["place"]).startswith(
        f"`{function.__name__}` (test_second_device.py, line "
    )


def test_a_network_that_validation_takes_elsewhere_is_noticed() -> None:
    found = use("train", validates_elsewhere)
    assert found["mixed"]
    assert ENGLISH.words(found["place"]).startswith("`epoch` (devices.py, line ")


def ignores_the_device(model, dataset, device="cpu"):
    return evaluate(model, dataset)


def moves_what_is_not_used(model, dataset, device="cpu"):
    for images, labels in DataLoader(dataset, 20):
        images.to(device), labels.to(device)
        len(images.to(device))
    return evaluate(model, dataset)


@pytest.mark.parametrize("function", [ignores_the_device, moves_what_is_not_used])
def test_a_device_that_is_ignored_is_noticed(function: Function) -> None:
    assert use("evaluate", function) == {"used": False, "mixed": False, "place": {}, "left": True}


def takes_the_network_away(model, dataset, device="cpu"):
    found = evaluate(model, dataset, device)
    model.cpu()
    return found


def test_a_network_that_is_taken_off_its_device_is_noticed() -> None:
    assert use("evaluate", takes_the_network_away)["left"] is False


def asks(model, dataset, device="cpu"):
    return input("Which device? ")


def has_a_slip(model, dataset, device="cpu"):
    return model.no_such_thing


def wants_a_cpu(model, dataset, device="cpu"):
    assert torch.device(device).type == "cpu", "only on the CPU"


def takes_numbers_from_the_gpu(model, dataset, device="cpu"):
    return model.eval().to(device)(dataset[0][0].to(device)).detach().numpy()


@pytest.mark.parametrize(
    ("function", "kind", "words"),
    [
        (asks, OSError, ""),
        (has_a_slip, AttributeError, "no_such_thing"),
        (wants_a_cpu, AssertionError, "only on the CPU"),
        (takes_numbers_from_the_gpu, TypeError, r"Use Tensor\.cpu\(\)"),
    ],
)
def test_what_a_function_raises_is_no_verdict_on_the_device(
    function: Function, kind: type[Exception], words: str
) -> None:
    with pytest.raises(kind, match=words):
        use("evaluate", function)


def reaches_for_a_real_gpu(model, dataset, device="cpu"):
    result = evaluate(model, dataset, device)
    raise RuntimeError("Found no NVIDIA driver on your system.")
    return result


def test_what_only_a_real_gpu_can_do_costs_nothing() -> None:
    assert use("evaluate", reaches_for_a_real_gpu)["used"]


def test_nothing_is_pretended_afterwards() -> None:
    available = torch.cuda.is_available()
    use("evaluate", evaluate)
    assert torch.cuda.is_available() == available
    assert "pin_memory" not in vars(torch.Tensor)
    assert torch.Generator().device == torch.device("cpu")
    assert type(torch.Generator()) is torch.Generator
    assert type(torch.cuda.Event) is type and torch.cuda.Event.__module__.startswith("torch")
    assert nn.Linear(2, 2).weight.device == torch.device("cpu")


@pytest.mark.parametrize(
    "optimizer", ["Adadelta", "Adafactor", "Adagrad", "Adam", "AdamW", "LBFGS", "RAdam", "SGD"]
)
def test_an_optimizer_of_pytorch_steps_there_with_a_closure(optimizer: str) -> None:
    with SecondDevice() as device:
        model = nn.Linear(3, 2).to("cuda")
        used = getattr(torch.optim, optimizer)(model.parameters(), lr=0.01)
        images = torch.rand(4, 3).to("cuda")

        def closure() -> torch.Tensor:
            used.zero_grad()
            cost = model(images).square().mean()
            cost.backward()
            return cost

        before = model.weight.detach().clone()
        used.step(closure)
        assert not torch.equal(before, model.weight)
    assert device.used and not device.mixed
