"""q5: evaluation."""

import math

import torch


def test_known_accuracy(submission, digits, generator):
    """evaluate and accuracy are right for a network with known predictions"""
    network = submission.known_network(784, 10)
    images = digits.images[:50]
    labels = network.log_prob(images).argmax(1)
    wrong = int(torch.randint(5, 20, (), generator=generator))
    labels[:wrong] = (labels[:wrong] + 1) % 10
    right = 50 - wrong
    _, fraction = submission.evaluate(network, images, labels).result
    assert abs(fraction - right / 50) < 1e-6, (
        f"A network that gets {right} of 50 images right has an accuracy of {right / 50:g};"
        f" evaluate says {fraction:g}. Accuracy is a fraction of the whole dataset."
    )
    fraction = submission.accuracy(network, images, labels).result
    assert abs(fraction - right / 50) < 1e-6, (
        f"A network that gets {right} of 50 images right has an accuracy of {right / 50:g};"
        f" accuracy says {fraction:g}."
    )


def test_known_cost(submission, digits):
    """evaluate returns the mean cost per sample"""
    network = submission.known_network(784, 10)
    images, labels = digits.images[:50], digits.labels[:50]
    expected = network.cost(images, labels)
    cost, _ = submission.evaluate(network, images, labels).result
    assert abs(cost - expected) < 1e-3, (
        f"The mean cost of this network is {expected:.4f} nats per sample; evaluate says"
        f" {cost:.4f}. It is the first number of the pair (cost, accuracy)."
    )


def test_chance_cost(submission, generator):
    """chance_cost is the cost of guessing"""
    for num_classes in (10, 2, int(torch.randint(3, 1000, (), generator=generator))):
        expected = math.log(num_classes)
        cost = submission.chance_cost(num_classes=num_classes)
        assert abs(cost - expected) < 1e-6, (
            f"Guessing among {num_classes} classes gives each the probability 1/{num_classes} and"
            f" costs {expected:.4f} nats; chance_cost({num_classes}) says {cost:.4f}. Nats are made"
            " by natural logarithms."
        )
    trouble = submission.default_trouble("chance_cost", num_classes=10)
    assert not trouble, trouble
