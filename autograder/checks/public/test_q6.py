"""q6: a convolutional network.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import math

import torch

LEAST = 1000  # numbers that have a part in what it learns, if a network has so many
AVERAGES = {"avg_pool2d", "_adaptive_avg_pool2d", "adaptive_avg_pool2d"}
ADAPTIVE = AVERAGES - {"avg_pool2d"}  # to the size that is there, such a pooling changes nothing


def _check_learning(submission, network, digits, least=0):
    """See that the network learns a batch, or else its form is worth nothing."""
    least = least or min(LEAST, _num_parameters(submission, *_usual(submission)))
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], least)
    assert not trouble, trouble


def _usual(submission):
    """The defaults of CNN: its channels and how many hidden units it has."""
    defaults = submission.defaults("CNN")
    return tuple(defaults["channels"]), defaults["num_hidden"]


def _other(submission):
    """Channels and hidden units all of which are others than by default."""
    channels, num_hidden = _usual(submission)
    others = (other + (other == own) for other, own in zip((4, 6, 10), channels))
    return tuple(others), 12 + (num_hidden == 12)


def _num_parameters(submission, channels, num_hidden):
    """How many parameters the network has: weights and biases of five layers."""
    inputs = [25 * count for count in (submission.image_shape[0], *channels[:-1])]
    inputs += [channels[-1] * math.prod(_sizes(submission)[3]), num_hidden]
    outputs = (*channels, num_hidden, submission.num_classes)
    return sum((before + 1) * after for before, after in zip(inputs, outputs))


def _check_shape(submission, output, size):
    """See that there is a value for each class and for each of so many images."""
    found, expected = tuple(output.shape), (size, submission.num_classes)
    images = "all.images" if size > 1 else "all.single-image"
    assert found == expected, dict(
        hint="all.output-shape", network="CNN", size=size, found=found,
        images=dict(hint=images, size=size),
        because="all.batch-axis-dropped" if size == 1 and found == expected[1:] else None,
        example=dict(given={"images": size}, expected={"shape": expected}, got={"shape": found}),
    )  # fmt: skip


def _example(output, **given):
    """The first output of a network and the sum of its exp(), as an example."""
    first = output[0]
    got = {"exp(output[0]).sum()": first.exp().sum()}
    return dict(given=given | {"output[0]": first}, expected={name: 1.0 for name in got}, got=got)


def test_output(submission, digits):
    """CNN returns a log-probability for each class and image of a batch"""
    network = submission.network("CNN")
    alone = None
    for size in (1, 7, 64):
        output = network(digits.images[:size])
        _check_shape(submission, output, size)
        assert (output <= 1e-5).all(), dict(
            hint="all.above-0", because=network.output_reason(output), network="CNN",
            largest=output.max().item(), example=_example(output, images=size),
        )  # fmt: skip
        total = output.exp().sum(1)
        assert torch.allclose(total, torch.ones(size), rtol=0, atol=3e-5), dict(
            hint="all.not-one-in-all", total=total[0].item(),
            because=network.output_reason(output if size > 1 else network(digits.images[:7])),
            example=_example(output, images=size),
        )  # fmt: skip
        alone = output[0] if size == 1 else alone
        assert torch.allclose(output[0], alone, atol=1e-4), dict(
            hint="all.depends-on-the-batch", because=network.batch_reason(digits.images[:7]),
            example=dict(
                given={"images": size}, expected={"output[0]": alone}, got={"output[0]": output[0]}
            ),
        )  # fmt: skip
    _check_learning(submission, network, digits)


def test_parameters(submission, digits):
    """CNN has as many parameters by default as the handout says"""
    network = submission.network("CNN")
    found = network.graph().num_parameters()
    channels, num_hidden = _usual(submission)
    expected = _num_parameters(submission, channels, num_hidden)
    after_pooling = channels[-1] * math.prod(_sizes(submission)[3])
    # normalisation has weights of its own
    norms = 2 * (sum(channels) + after_pooling + num_hidden + submission.num_classes)
    if not expected <= found <= expected + norms:
        _check_layers(submission, network, channels, num_hidden)  # which says more
    own = {layer.parameters for layer in network.layers() if layer.convolution}
    assert expected <= found <= expected + norms, dict(
        hint="q6.parameters", because="q6.shared-weights" if len(own) < 3 else None,
        found=found, convolutions=len(own), expected=expected, num_hidden=num_hidden,
        channels=", ".join(map(str, channels[:1] if len({*channels}) == 1 else channels)),
        last=channels[-1], example=_of(channels, num_hidden, {"parameters": expected}, found),
    )  # fmt: skip
    _check_learning(submission, network, digits, expected)


def _sizes(submission):
    """Rows and columns of an image, and after each pooling, which keeps odd ones at the edge."""
    sizes = [submission.image_shape[1:]]
    for _ in range(3):
        sizes.append(tuple(-(-size // 2) for size in sizes[-1]))
    return sizes


def _shown(size):
    return "×".join(map(str, size))


def _of(channels, num_hidden, expected, found):
    """What comes of `channels` and `num_hidden`, as an example."""
    given = {"channels": channels, "num_hidden": num_hidden}
    return dict(given=given, expected=expected, got=dict.fromkeys(expected, found))


def _is_kernel(layer, after, before):
    """Whether a layer has the weights of a convolution by 5×5 pixels, however it is written."""
    whole = math.prod(layer.weights) == layer.num_weights and len(layer.weights) == 4
    if whole and sorted(layer.weights) != sorted((after, before, 5, 5)):
        return False
    return layer.num_weights - 25 * after * before in (0, after)  # the biases may be among them


def _layers_reason(layers, convolutions):
    """The hint for layers that are not three convolutions and two dense ones."""
    if layers[: len(convolutions)] == convolutions and len(convolutions) == 3:
        return "q6.no-hidden-layer" if len(layers) == 4 else "q6.number-of-layers"
    return "q6.number-of-convolutions"


def _hidden_reason(hidden, channels, num_hidden, size):
    """The hint for a hidden layer of other units or inputs, where the last pooling gets `size`."""
    if hidden.outputs != num_hidden:
        return "q6.num-hidden-ignored"
    found = hidden.num_weights // num_hidden  # its bias may be among them
    if found in (channels, channels + 1):
        return "q6.channels-summed-up"
    pooled = channels * math.prod(one // 2 for one in size)
    return "q6.last-pooling" if found in (pooled, pooled + 1) else "q6.flattened"


def _then(number, layer):
    """What follows a convolution, as an example."""
    after = f"after convolution {number}"
    found = ", ".join(sorted(layer.then)) or "neither"
    return dict(given={}, expected={after: "activation, pooling"}, got={after: found})


def _check_layers(submission, network, channels, num_hidden):
    layers = network.layers()
    convolutions = [layer for layer in layers if layer.convolution]
    before, sizes = submission.image_shape[0], _sizes(submission)
    outputs = [count * math.prod(size) for count, size in zip(channels, sizes)]
    outputs += [num_hidden, submission.num_classes]
    assert layers[:3] == convolutions and len(layers) == 5, dict(
        hint="q6.layers", because=_layers_reason(layers, convolutions),
        convolutions=len(convolutions), layers=len(layers),
        example=_of(
            channels, num_hidden, {"outputs of the layers": outputs},
            [layer.outputs for layer in layers],
        ),
    )  # fmt: skip
    for number, (layer, after, size) in enumerate(zip(convolutions, channels, sizes), 1):
        name = f"Convolution {number} of CNN(channels={channels})"
        window = layer.weights[2:]
        other = len(window) == 2 and window != (5, 5)
        assert _is_kernel(layer, after, before), dict(
            hint="q6.kernel", because="q6.window" if other else None, name=name,
            found=layer.weights, expected=(after, before, 5, 5),
            after=after, before=before, window="×".join(map(str, window)),
            example=_of(
                channels, num_hidden, {f"weights {number}": (after, before, 5, 5)}, layer.weights
            ),
        )  # fmt: skip
        assert layer.outputs == after * math.prod(size), dict(
            hint="q6.size", name=name, found=layer.outputs, size=_shown(size), after=after,
            example=_of(
                channels, num_hidden, {f"outputs {number}": after * math.prod(size)}, layer.outputs
            ),
        )  # fmt: skip
        then = _then(number, layer)
        assert "pooling" in layer.then, dict(hint="q6.no-pooling", number=number, example=then)
        assert "activation" in layer.then, dict(
            hint="q6.no-rectification", number=number, example=then
        )
        before = after
    hidden, output = layers[3:]
    inputs = before * math.prod(sizes[3])
    beside = hidden.num_weights - inputs * num_hidden
    assert hidden.outputs == num_hidden and beside in (0, num_hidden), dict(
        hint="q6.hidden-layer", found=hidden.weights, inputs=inputs, before=before,
        num_hidden=num_hidden,
        because=_hidden_reason(hidden, before, num_hidden, sizes[2]),
        example=_of(
            channels, num_hidden,
            {"weights of the hidden layer": (num_hidden, inputs)}, hidden.weights,
        ),
    )  # fmt: skip
    assert "activation" in hidden.then, dict(hint="q6.hidden-layer-linear")
    assert output.outputs == submission.num_classes, dict(hint="q6.outputs", found=output.outputs)


def _check(submission, digits, channels, num_hidden):
    network = submission.network("CNN", channels=channels, num_hidden=num_hidden)
    rows = len(network(digits.images[:64]))
    assert rows == 64, dict(hint="q6.other-rows", size=64, channels=channels, found=rows)
    _check_layers(submission, network, channels, num_hidden)
    _check_learning(submission, network, digits)


def test_architecture(submission, digits):
    """CNN is three times convolve, pool, rectify; then two dense layers"""
    _check(submission, digits, *_usual(submission))
    steps = submission.network("CNN").graph().steps()
    changing = {s.name for s in steps if s.name not in ADAPTIVE or s.before != s.after}
    assert not changing & AVERAGES, dict(hint="q6.average-pooling")
    large = [step.window for step in steps if max(step.window, default=0) > 2]
    assert not large, dict(hint="q6.pooling-window", window=_shown(max(large)))


def test_options(submission, digits):
    """CNN honours channels and num_hidden"""
    _check(submission, digits, *_other(submission))
    trouble = submission.default_trouble("CNN")
    assert not trouble, trouble


def test_every_weight_learns(submission, digits):
    """CNN trains all of its weights"""
    network = submission.network("CNN")
    idle, custom = network.untrained(digits.images[:64], digits.labels[:64])
    assert not idle, dict(hint="all.no-gradient", names=", ".join(idle))
    assert not custom, dict(hint="all.custom-gradient", names=", ".join(custom))


def test_outputs(submission, digits):
    """CNN can be sure of one class, and rank all of them"""
    network = submission.network("CNN")
    outputs = network.surest_outputs(digits.images[:64])
    _check_shape(submission, outputs[0], 64)
    trouble = network.ranking_trouble(outputs)
    assert not trouble, trouble
    _check_learning(submission, network, digits)
