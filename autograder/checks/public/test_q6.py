"""q6: a convolutional network."""

import torch

LEAST = 1000  # numbers that have a part in what it learns


def test_output(submission, digits):
    """CNN returns ten log-probabilities for each image of a batch"""
    network = submission.network("CNN")
    for size in (1, 7, 64):
        output = network(digits.images[:size])
        assert output.shape == (size, 10), (
            f"For {size} images CNN returned the shape {tuple(output.shape)}; expected"
            f" {(size, 10)}."
        )
        assert (output <= 1e-5).all(), (
            f"CNN returned a value of {output.max():.3f}; the logarithm of a probability is never"
            " above 0. Look at what follows the output layer."
        )
        total = output.exp().sum(1)
        assert torch.allclose(total, torch.ones(size), atol=1e-4), (
            f"exp() of the ten values of an image sums to {total[0]:.4f}; expected 1. Look at what"
            " follows the output layer."
        )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_parameters(submission, digits):
    """CNN has 5,658 parameters by default"""
    network = submission.network("CNN")
    found = network.graph().num_parameters()
    norms = 2 * (8 + 8 + 8) + 2 * 128 + 2 * 16 + 2 * 10  # normalisation has weights of its own
    assert 5658 <= found <= 5658 + norms, (
        f"CNN() has {found:,} parameters; expected 5,658: three 5×5 convolutions of 8 channels, 16"
        " hidden units on 4×4 pixels of 8 channels, and 10 outputs, all with biases. Look at the"
        " layers' sizes."
    )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], 5658)
    assert not trouble, trouble
