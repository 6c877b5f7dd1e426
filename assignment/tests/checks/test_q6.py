"""q6: a convolutional network."""

import math

import torch

SIZES = (28, 14, 7)
LEAST = 1000  # numbers that have a part in what it learns
AVERAGES = {"avg_pool2d", "_adaptive_avg_pool2d", "adaptive_avg_pool2d"}


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


def _is_kernel(layer, after, before):
    """Whether a layer has the weights of a convolution by 5×5 pixels, however it is written."""
    whole = math.prod(layer.weights) == layer.num_weights and len(layer.weights) == 4
    if whole and sorted(layer.weights) != sorted((after, before, 5, 5)):
        return False
    return layer.num_weights - 25 * after * before in (0, after)  # the biases may be among them


def _check(submission, digits, channels, num_hidden):
    network = submission.network("CNN", channels=channels, num_hidden=num_hidden)
    layers = network.layers()
    convolutions = [layer for layer in layers if layer.convolution]
    assert layers[:3] == convolutions and len(layers) == 5, (
        f"CNN has {len(convolutions)} convolutions among {len(layers)} layers with weights;"
        " expected three convolutions, then a hidden layer and the output layer."
    )
    before = 1
    for number, (layer, after, size) in enumerate(zip(convolutions, channels, SIZES), 1):
        name = f"Convolution {number} of CNN(channels={channels})"
        assert _is_kernel(layer, after, before), (
            f"{name} has weights of shape {layer.weights}; expected {(after, before, 5, 5)}:"
            f" {after} channels from {before}, 5×5 pixels."
        )
        assert layer.outputs == after * size**2, (
            f"{name} returns {layer.outputs:,} values for an image; expected {size}×{size} pixels"
            f" of {after} channels. Convolutions keep the size, and each pooling halves it."
        )
        assert "pooling" in layer.then, f"After convolution {number} there is no pooling."
        assert "activation" in layer.then, f"After convolution {number} there is no rectification."
        before = after
    hidden, output = layers[3:]
    beside = hidden.num_weights - 16 * before * num_hidden
    assert hidden.outputs == num_hidden and beside in (0, num_hidden), (
        f"The hidden layer has weights of shape {hidden.weights}; expected {16 * before} inputs"
        f" (4×4 pixels of {before} channels) and {num_hidden} units. Look at the last pooling: 7"
        " pixels become 4."
    )
    assert "activation" in hidden.then, "There is no non-linearity after the hidden layer."
    assert output.outputs == 10, f"The output layer has {output.outputs} outputs; expected 10."
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_architecture(submission, digits):
    """CNN is three times convolve, pool, rectify; then two dense layers"""
    _check(submission, digits, (8, 8, 8), 16)
    names = {step.name for step in submission.network("CNN").graph().steps()}
    assert not names & AVERAGES, (
        "The pooling takes the average; expected the maximum of each square of pixels."
    )


def test_options(submission, digits):
    """CNN honours channels and num_hidden"""
    _check(submission, digits, (4, 6, 10), 12)
    trouble = submission.default_trouble("CNN", channels=[8, 8, 8], num_hidden=16)
    assert not trouble, trouble


def test_every_weight_learns(submission, digits):
    """CNN trains all of its weights"""
    network = submission.network("CNN")
    idle, custom = network.untrained(digits.images[:64], digits.labels[:64])
    assert not idle, (
        f"After an epoch of training {', '.join(idle)} has not changed: no gradient reaches it."
        " Look at how the weights start, and at what cuts them off from the output."
    )
    assert not custom, (
        f"The gradient of {', '.join(custom)} is not that of the cost: it points elsewhere. Look at"
        " what changes gradients on their way back, such as hooks or a backward of your own."
    )


def test_outputs(submission, digits):
    """CNN can be sure of one digit, and rank all of them"""
    network = submission.network("CNN")
    output = network.surest_output(digits.images[:64])
    assert output.shape == (64, 10), (
        f"For 64 images CNN returned the shape {tuple(output.shape)}; expected (64, 10)."
    )
    surest = output.max().exp().item()
    assert surest > 0.4, (
        f"However large its weights are, CNN gives no digit a probability above {surest:.2f}. That"
        " happens with one softmax on top of another: look at what follows the output layer."
    )
    lowest = output.sort(1).values
    tied = (lowest[:, 0] == lowest[:, 1]).float().mean().item()
    assert tied < 0.2, (
        f"With random weights, for {tied:.0%} of the images several digits have exactly the same"
        " probability, the lowest. Look at whether something cuts off what the output layer"
        " returns."
    )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble
