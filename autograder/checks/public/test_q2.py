"""q2: a network with one hidden layer.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import math

import torch


def _usual(submission):
    """The number of hidden units by default."""
    return submission.defaults("MLP")["num_hidden"]


def _other(submission, num_hidden):
    """A number of hidden units that is not the default."""
    return num_hidden + (num_hidden == _usual(submission))


def _num_parameters(submission, num_hidden):
    """How many parameters the network has: weights and biases of two layers."""
    return (submission.num_pixels + 1) * num_hidden + (num_hidden + 1) * submission.num_classes


def _check_learning(submission, network, digits, num_hidden=0, least=0):
    """See that the network learns a batch, or else its form is worth nothing.

    Numbers that have a part in it are `least`, or as many as weights from all pixels to outputs, if
    a network with `num_hidden` units, or those by default, has so many.
    """
    whole = _num_parameters(submission, num_hidden or _usual(submission))
    least = least or min(submission.num_pixels * submission.num_classes, whole)
    trouble = network.learning_trouble(digits.images[:64], digits.labels[:64], least)
    assert not trouble, trouble


def _check_shape(submission, output, size):
    """See that there is a value for each class and for each of so many images."""
    found, expected = tuple(output.shape), (size, submission.num_classes)
    images = "all.images" if size > 1 else "all.single-image"
    assert found == expected, dict(
        hint="all.output-shape", network="MLP", size=size, found=found,
        images=dict(hint=images, size=size),
        because="all.batch-axis-dropped" if size == 1 and found == expected[1:] else None,
        example=dict(given={"images": size}, expected={"shape": expected}, got={"shape": found}),
    )  # fmt: skip


def _sizes(num_hidden, expected, found):
    """What comes of a `num_hidden`, as an example."""
    return dict(given={"num_hidden": num_hidden}, expected=expected, got=dict(zip(expected, found)))


def _example(output, **given):
    """The first output of a network and the sum of its exp(), as an example."""
    first = output[0]
    got = {"exp(output[0]).sum()": first.exp().sum()}
    return dict(given=given | {"output[0]": first}, expected={name: 1.0 for name in got}, got=got)


def test_output_shape(submission, digits):
    """MLP returns a value for each class and image of a batch"""
    network = submission.network("MLP")
    for size in (1, 7, 64):
        output = network(digits.images[:size])
        _check_shape(submission, output, size)
    _check_learning(submission, network, digits)


def test_log_probabilities(submission, digits):
    """MLP returns log-probabilities: their exp() sums to one in each row"""
    network = submission.network("MLP")
    output = network(digits.images[:64])
    _check_shape(submission, output, 64)
    total = output.exp().sum(1)
    assert (output <= 1e-5).all(), dict(
        hint="all.above-0", because=network.output_reason(output), network="MLP",
        largest=output.max().item(), example=_example(output, images=64),
    )  # fmt: skip
    assert torch.allclose(total, torch.ones(64), rtol=0, atol=3e-5), dict(
        hint="all.not-one-in-all", because=network.output_reason(output), total=total[0].item(),
        example=_example(output, images=64),
    )  # fmt: skip
    _check_learning(submission, network, digits)


def _layers_reason(submission, network, num_hidden, found):
    """The mistake behind a wrong number of parameters, as fields of a hint."""
    usual = num_hidden == _usual(submission)
    if not usual and found == submission.network("MLP").graph().num_parameters():
        return dict(because="q2.num-hidden-ignored")
    layers = len(network.layers())
    if layers == 2:
        return dict(because="q2.sizes-and-biases")
    return dict(because="q2.no-hidden-layer" if layers < 2 else "q2.more-layers", layers=layers)


def test_parameters(submission, digits):
    """MLP has one hidden layer of num_hidden units"""
    pixels, classes = submission.num_pixels, submission.num_classes
    for num_hidden in (_usual(submission), _other(submission, 8)):
        network = submission.network("MLP", num_hidden=num_hidden)
        found = network.graph().num_parameters()
        dense = _num_parameters(submission, num_hidden)
        most = (
            dense + 2 * pixels + 4 * num_hidden + 2 * classes
        )  # normalisation has weights of its own
        assert dense <= found <= most, dict(
            hint="q2.parameters", num_hidden=num_hidden, found=found, expected=dense,
            example=_sizes(num_hidden, {"parameters": dense}, [found]),
            **submission.attempt(_layers_reason, network, num_hidden, found) or {},
        )  # fmt: skip
        _check_learning(submission, network, digits, num_hidden, dense)


def test_hidden_layer(submission, digits):
    """MLP is two dense layers: pixels to num_hidden units to outputs"""
    for num_hidden in (_usual(submission), _other(submission, 13)):
        network = submission.network("MLP", num_hidden=num_hidden)
        layers = network.layers()
        sizes = [layer.outputs for layer in layers]
        expected = [num_hidden, submission.num_classes]
        assert sizes == expected, dict(
            hint="q2.layers", num_hidden=num_hidden, found=sizes, expected=expected,
            example=_sizes(num_hidden, {"outputs of the layers": expected}, [sizes]),
        )  # fmt: skip
        for layer, inputs in zip(layers, (submission.num_pixels, num_hidden)):
            beside = layer.num_weights - inputs * layer.outputs
            assert beside in (0, layer.outputs), dict(  # as many if biases are among the weights
                hint="q2.weights-of-a-layer", outputs=layer.outputs, found=layer.num_weights,
                expected=inputs * layer.outputs, inputs=inputs,
                example=_sizes(
                    num_hidden, {"weights": inputs * layer.outputs}, [layer.num_weights]
                ),
            )  # fmt: skip
        _check_learning(submission, network, digits, num_hidden)
    trouble = submission.default_trouble("MLP")
    assert not trouble, trouble


def _half_way(first, second, middle):
    """What the network makes of two images and of their mean, as an example."""
    differences = "log_prob[1] - log_prob[0]"
    between = (first[1] + second[1]).item() / 2
    return dict(
        given={f"{differences} of an image a": first[1], f"{differences} of b": second[1]},
        expected={f"{differences} of (a + b) / 2": f"not always half-way, {between:.4g}"},
        got={f"{differences} of (a + b) / 2": middle[1]},
    )


def _start_reason(submission):
    """Why an output stays the same for all images, as fields of a hint."""
    constants = submission.network("MLP", num_hidden=32).graph().constants
    weights = [one for one in constants if one.kind == "parameter" and one.value.dim() > 1]
    alike = {one.name: one.value.flatten()[0].item() for one in weights if not one.value.std() > 0}
    if not alike:
        return dict(because="q2.output-or-start")
    name, value = next(iter(alike.items()))
    return dict(because="q2.weights-start-alike", name=name, value=value)


def _bend(graph, first, second):
    """The outputs for images, and half way between them, less their first one; and how far those
    half way are from the mean of the others."""
    outputs = [graph.run(images) for images in (first, second, (first + second) / 2)]
    start, end, middle = (output - output[:, :1] for output in outputs)
    return start, end, middle, (middle - (start + end) / 2).abs().max().item()


def test_nonlinearity(submission, digits):
    """MLP has a non-linearity between its layers"""
    network = submission.network("MLP", num_hidden=32)
    data = digits.images[:320], digits.labels[:320]
    training = network.begin_training(data, learning_rate=0.01)
    training.epoch()
    graph = training.graph()
    generator = torch.Generator().manual_seed(3)
    first = torch.rand(40, *submission.image_shape, generator=generator).round()
    second = torch.rand(40, *submission.image_shape, generator=generator).round()
    outputs = graph.run(first), graph.run(second)
    _check_shape(submission, outputs[0], 40)
    *ends, middle, bend = _bend(graph, first, second)
    if bend <= 1e-3:  # of many pixels, random ones have nearly the same sum in every image
        others = (first, 0 * first), digits.images[:80].split(40)
        bend = max(_bend(graph, *pair)[-1] for pair in others)
    same = (outputs[0] - outputs[1]).abs().max() < 1e-4
    assert bend > 1e-3, dict(
        hint="q2.same-for-all-images" if same else "q2.affine",
        example=_half_way(*(end[0] for end in ends), middle[0]),
        **(_start_reason(submission) if same else {}),
    )  # fmt: skip
    _check_learning(submission, network, digits, 32)


def _beside_others(submission, digits):
    """The first image by itself and in the smallest batch that changes it, as an example."""
    network = submission.network("MLP")
    alone = network(digits.images[:1])[0]
    for size in (2, 3, 7):
        beside = network(digits.images[:size])[0]
        if not torch.allclose(alone, beside, atol=1e-4):
            break
    return dict(given={"images": size}, expected={"output[0]": alone}, got={"output[0]": beside})


def test_samples_are_independent(submission, digits):
    """MLP judges each image by itself, whatever else is in the batch"""
    network = submission.network("MLP")
    together = network(digits.images[:7])
    alone = [network(image[None]) for image in digits.images[:7]]
    for output in alone:
        _check_shape(submission, output, 1)
    alone = torch.cat(alone)
    assert together.shape == alone.shape and torch.allclose(together, alone, atol=1e-4), dict(
        hint="all.depends-on-the-batch", because=network.batch_reason(digits.images[:7]),
        example=submission.attempt(_beside_others, digits),
    )  # fmt: skip
    _check_learning(submission, network, digits)


def test_untrained(submission, digits):
    """MLP knows nothing before training: its cost is near that of guessing"""
    network = submission.network("MLP")
    output = network(digits.images[:64])
    _check_shape(submission, output, 64)
    cost = -output.gather(1, digits.labels[:64, None]).mean().item()
    expected = math.log(submission.num_classes)
    # Random outputs favour a class, which most labels may have if there are few classes. So with
    # two the cost may be 3 nats away, with ten or more 1; the root only joins the two ends.
    near = max(1, 3 / math.sqrt(submission.num_classes - 1))
    assert abs(cost - expected) < near, dict(
        hint="q2.untrained-cost", found=cost, expected=expected,
        example=dict(
            given={"images": 64}, expected={"cost": f"{expected:.2f} ± {near:.3g}"},
            got={"cost": cost},
        ),
    )  # fmt: skip
    _check_learning(submission, network, digits)


def test_every_weight_learns(submission, digits):
    """MLP trains all of its weights"""
    network = submission.network("MLP", num_hidden=16)
    idle, custom = network.untrained(digits.images[:64], digits.labels[:64])
    assert not idle, dict(hint="all.no-gradient", names=", ".join(idle))
    assert not custom, dict(hint="all.custom-gradient", names=", ".join(custom))


def test_outputs(submission, digits):
    """MLP can be sure of one class, and rank all of them"""
    network = submission.network("MLP")
    outputs = network.surest_outputs(digits.images[:64])
    _check_shape(submission, outputs[0], 64)
    trouble = network.ranking_trouble(outputs)
    assert not trouble, trouble
    _check_learning(submission, network, digits)
