"""q2: a network with one hidden layer."""

import math

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


def test_hidden_layer(submission, digits):
    """MLP is two dense layers: 784 pixels to num_hidden units to 10 outputs"""
    for num_hidden in (64, 13):
        network = submission.network("MLP", num_hidden=num_hidden)
        layers = network.layers()
        sizes = [layer.outputs for layer in layers]
        assert sizes == [num_hidden, 10], (
            f"MLP(num_hidden={num_hidden}) has layers with {sizes} outputs; expected"
            f" {[num_hidden, 10]}: one hidden layer, then the output layer."
        )
        for layer, inputs in zip(layers, (784, num_hidden)):
            beside = layer.num_weights - inputs * layer.outputs
            assert beside in (0, layer.outputs), (  # as many if the biases are among the weights
                f"The layer with {layer.outputs} outputs has {layer.num_weights:,} weights;"
                f" expected {inputs * layer.outputs:,}, one for each of {inputs} values and output."
            )
        trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
        assert not trouble, trouble
    trouble = submission.default_trouble("MLP", num_hidden=64)
    assert not trouble, trouble


def test_nonlinearity(submission, digits):
    """MLP has a non-linearity between its layers"""
    network = submission.network("MLP", num_hidden=32)
    data = digits.images[:320], digits.labels[:320]
    training = network.begin_training(data, learning_rate=0.01)
    training.epoch()
    graph = training.graph()
    generator = torch.manual_seed(3)
    first = torch.rand(40, 1, 28, 28, generator=generator).round()
    second = torch.rand(40, 1, 28, 28, generator=generator).round()
    outputs = graph.run(first), graph.run(second)
    assert outputs[0].shape == (40, 10), "MLP does not return ten values for each image."
    ends = [output - output[:, :1] for output in outputs]
    middle = graph.run((first + second) / 2)
    middle = middle - middle[:, :1]
    bend = (middle - (ends[0] + ends[1]) / 2).abs().max().item()
    assert bend > 1e-3, (
        "Without a non-linearity between them, two layers can do no more than one: MLP's output is"
        " an affine function of the image. Look at what stands between the layers."
    )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_samples_are_independent(submission, digits):
    """MLP judges each image by itself, whatever else is in the batch"""
    network = submission.network("MLP")
    together = network(digits.images[:7])
    alone = [network(image[None]) for image in digits.images[:7]]
    for output in alone:
        assert output.shape == (1, 10), (
            f"For one image MLP returned the shape {tuple(output.shape)}; expected (1, 10)."
        )
    alone = torch.cat(alone)
    assert together.shape == alone.shape and torch.allclose(together, alone, atol=1e-4), (
        "The output for an image depends on the other images of its batch. Look at the dimensions"
        " that the network reshapes and normalises along."
    )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_untrained(submission, digits):
    """MLP knows nothing before training: its cost is near that of guessing"""
    network = submission.network("MLP")
    output = network(digits.images[:64])
    assert output.shape == (64, 10), (
        f"The output's shape is {tuple(output.shape)}; expected (64, 10)."
    )
    cost = -output.gather(1, digits.labels[:64, None]).mean().item()
    assert abs(cost - math.log(10)) < 1, (
        f"Before training the cost is {cost:.2f}; guessing costs {math.log(10):.2f}. Look at how"
        " the weights start, and at the output layer."
    )
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], LEAST)
    assert not trouble, trouble


def test_every_weight_learns(submission, digits):
    """MLP trains all of its weights"""
    network = submission.network("MLP", num_hidden=16)
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
    """MLP can be sure of one digit, and rank all of them"""
    network = submission.network("MLP")
    output = network.surest_output(digits.images[:64])
    assert output.shape == (64, 10), (
        f"For 64 images MLP returned the shape {tuple(output.shape)}; expected (64, 10)."
    )
    surest = output.max().exp().item()
    assert surest > 0.4, (
        f"However large its weights are, MLP gives no digit a probability above {surest:.2f}. That"
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
