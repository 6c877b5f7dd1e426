"""q5: evaluation."""

import math


def test_known_accuracy(submission, digits):
    """evaluate and accuracy are right for a network with known predictions"""
    witness = submission.witness(784, 10)
    images = digits.images[:50]
    labels = witness.log_prob(images).argmax(1)
    labels[:10] = (labels[:10] + 1) % 10  # so the network gets 40 of 50 right
    _, fraction = submission.evaluate(witness, images, labels).result
    assert abs(fraction - 0.8) < 1e-6, (
        f"A network that gets 40 of 50 images right has an accuracy of 0.8; evaluate says"
        f" {fraction:g}. Accuracy is a fraction of the whole dataset."
    )
    fraction = submission.accuracy(witness, images, labels).result
    assert abs(fraction - 0.8) < 1e-6, (
        f"A network that gets 40 of 50 images right has an accuracy of 0.8; accuracy says"
        f" {fraction:g}."
    )


def test_known_cost(submission, digits):
    """evaluate returns the mean cost per sample"""
    witness = submission.witness(784, 10)
    images, labels = digits.images[:50], digits.labels[:50]
    expected = witness.cost(images, labels)
    cost, _ = submission.evaluate(witness, images, labels).result
    assert abs(cost - expected) < 1e-3, (
        f"The mean cost of this network is {expected:.4f} nats per sample; evaluate says"
        f" {cost:.4f}. It is the first number of the pair (cost, accuracy)."
    )


def test_chance_cost(submission):
    """chance_cost is the cost of guessing"""
    for num_classes in (10, 2):
        expected = math.log(num_classes)
        cost = submission.chance_cost(num_classes=num_classes)
        assert abs(cost - expected) < 1e-6, (
            f"Guessing among {num_classes} classes gives each the probability 1/{num_classes} and"
            f" costs {expected:.4f} nats; chance_cost({num_classes}) says {cost:.4f}. Nats are made"
            " by natural logarithms."
        )
    trouble = submission.default_trouble("chance_cost", num_classes=10)
    assert not trouble, trouble
