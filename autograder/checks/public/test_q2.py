"""q2: a network with one hidden layer."""

import torch

LEAST = 7840  # numbers that have a part in what it learns: weights from 784 pixels to 10 outputs


def test_output_shape(submission, digits):
    """MLP returns ten values for each image of a batch"""
    network = submission.network("MLP")
    for size in (1, 7, 64):
        output = network(digits.images[:size])
        assert output.shape == (size, 10), (
            f"For {size} images MLP returned the shape {tuple(output.shape)}; expected"
            f" {(size, 10)}."
        )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_log_probabilities(submission, digits):
    """MLP returns log-probabilities: their exp() sums to one in each row"""
    network = submission.network("MLP")
    output = network(digits.images[:64])
    assert output.shape == (64, 10), (
        f"The output's shape is {tuple(output.shape)}; expected (64, 10)."
    )
    total = output.exp().sum(1)
    assert (output <= 1e-5).all(), (
        f"MLP returned a value of {output.max():.3f}; the logarithm of a probability is never above"
        " 0. Look at what follows the output layer."
    )
    assert torch.allclose(total, torch.ones(64), atol=1e-4), (
        f"exp() of the ten values of an image sums to {total[0]:.4f}; expected 1. Look at what"
        " follows the output layer, and along which dimension it works."
    )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_parameters(submission, digits):
    """MLP has one hidden layer of num_hidden units"""
    for num_hidden in (64, 8):
        network = submission.network("MLP", num_hidden=num_hidden)
        found = network.graph().num_parameters()
        dense = 784 * num_hidden + num_hidden + num_hidden * 10 + 10
        most = dense + 2 * 784 + 4 * num_hidden + 20  # normalisation has weights of its own
        assert dense <= found <= most, (
            f"MLP(num_hidden={num_hidden}) has {found:,} parameters; 784 pixels, {num_hidden}"
            f" hidden units and 10 outputs make {dense:,} with their biases. Look at the layers'"
            " sizes and biases, and whether every layer is registered in the module."
        )
        trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], dense)
        assert not trouble, trouble
