"""q1: the digits, and batches of them.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import torch


def _range_reason(low, high):
    """The mistake behind pixels that do not reach from 0 to 1, if it is a known one."""
    if low < 0:
        return "q1.standardised"
    if high == 255 / 256:
        return "q1.divided-by-256"
    return "q1.divided-twice" if 0 < high <= 1.01 / 255 else None


def _example(image, found):
    """Four pixels in the middle of the first row that differs, as an example."""
    channel, row = ((image - found).abs().amax(2) > 1e-3).nonzero()[0].tolist()
    middle = image.shape[2] // 2
    columns = slice(middle - 2, middle + 2)
    name = f"image[{channel}, {row}, {columns.start}:{columns.stop}]"
    return dict(
        given={"item": 0},
        expected={name: image[channel, row, columns]},
        got={name: found[channel, row, columns]},
    )


def _image_reason(found, digits):
    """The hint for a first image that is not the first in the files."""
    images, others = (digits.floats(train) for train in (True, False))
    right = images[0]
    known = {
        "q1.inverted": 1 - right,
        "q1.transposed": right.transpose(1, 2),
        "q1.rounded": right.round(),
        "q1.rounded-down": right.floor(),
        "q1.other-set": others[0],
    }
    for hint, image in known.items():
        if found.shape == image.shape and torch.allclose(found, image, atol=1e-3):
            return hint  # a transposed image has another shape, if it is not square
    elsewhere = (images - found).abs().flatten(1).amax(1).min() < 1e-3
    return "q1.out-of-order" if elsewhere else "q1.pixels-changed"


def test_items(submission, digits):
    """load_mnist gives pairs of an image tensor and a label"""
    loaded = submission.load_mnist(digits.files, train=True)
    image = loaded.images[0]
    assert image.dtype == torch.float32, dict(hint="q1.dtype", found=image.dtype)
    assert image.shape == submission.image_shape, dict(
        hint="q1.image-shape", found=tuple(image.shape), expected=submission.image_shape
    )
    low, high = image.min().item(), image.max().item()
    assert (low, high) == (0, 1), dict(
        hint="q1.range", because=_range_reason(low, high), low=low, high=high
    )
    label = loaded.labels[0]
    assert 0 <= label < submission.num_classes, dict(hint="q1.no-digit", found=label)
    labels = digits.folder[True][1]
    first = digits.floats(True)[0]
    assert torch.allclose(image, first, atol=1e-3), dict(
        hint="q1.first-image", because=_image_reason(image, digits), example=_example(first, image)
    )
    some = loaded.images[: 4 * submission.num_classes]  # a dark one is among them
    for number, (found, expected) in enumerate(zip(some, digits.floats(True))):
        same = found.shape == expected.shape and torch.allclose(found, expected, atol=1e-3)
        stretched = not same and torch.allclose(found, expected / expected.max(), atol=1e-3)
        assert same, dict(
            hint="q1.later-image", because="q1.stretched" if stretched else None, number=number,
        )  # fmt: skip
    shifted = all(
        (a - b) % submission.num_classes == 1 for a, b in zip(loaded.labels, labels.tolist())
    )
    assert label == labels[0], dict(
        hint="q1.first-label", because="q1.labels-from-one" if shifted else None,
        found=label, expected=int(labels[0]),
    )  # fmt: skip


def test_sizes(submission, digits):
    """load_mnist tells training images from test images"""
    for train, which in ((True, "set.training"), (False, "set.test")):
        found = submission.load_mnist(digits.files, train).length
        expected = len(digits.folder[train][1])
        other = len(digits.folder[not train][1])
        sizes = {"len(dataset)": expected}, {"len(dataset)": found}
        numbers = dict(
            train=train, which=dict(hint=which), found=found, expected=expected,
            example=dict(given={"train": train}, expected=sizes[0], got=sizes[1]),
        )  # fmt: skip
        assert found != other, dict(hint="q1.wrong-set", **numbers)
        assert found == expected, dict(hint="q1.size", **numbers)
    trouble = submission.default_trouble("load_mnist")
    assert not trouble, trouble


def test_batches(submission, digits, generator):
    """make_loader puts images and labels into batches"""
    size, number = torch.randint(4, 17, (2,), generator=generator).tolist()
    count = size * number
    images, labels = digits.images[:count], digits.labels[:count]
    (batches,) = submission.make_loader(images, labels, batch_size=size)
    assert len(batches) == number, dict(
        hint="q1.number-of-batches", count=count, size=size, found=len(batches), expected=number,
        example=submission.attempt(_two_batches, digits),
    )  # fmt: skip
    batch = batches[0]
    assert batch.images.dim() >= batch.labels.dim(), dict(
        hint="q1.pair-swapped", example=submission.attempt(_two_batches, digits)
    )
    assert batch.images.shape == (size, *submission.image_shape), dict(
        hint="q1.batch-shape", size=size, found=tuple(batch.images.shape),
        expected=(size, *submission.image_shape),
        example=submission.attempt(_two_batches, digits),
    )  # fmt: skip
    assert batch.labels.shape == (size,) and batch.labels.dtype == torch.int64, dict(
        hint="q1.batch-labels", dtype=batch.labels.dtype, found=tuple(batch.labels.shape),
        expected=(size,), example=submission.attempt(_two_batches, digits),
    )  # fmt: skip
    assert torch.allclose(batch.images.float(), images[:size], atol=1e-3), dict(
        hint="q1.first-batch", example=submission.attempt(_in_order)
    )
    trouble = submission.default_trouble("make_loader")
    assert not trouble, trouble


def _two_batches(submission, digits):
    """Four samples in batches of two, as an example."""
    labels = digits.labels[:4]
    (batches,) = submission.make_loader(digits.images[:4], labels, batch_size=2)
    batch = batches[0]
    rows = [
        ("batches", 2, len(batches)),
        ("images.shape", (2, *submission.image_shape), tuple(batch.images.shape)),
        ("labels.shape", (2,), tuple(batch.labels.shape)),
        ("labels.dtype", torch.int64, batch.labels.dtype),
    ]
    expected, got = ({row[0]: row[side] for row in rows} for side in (1, 2))
    return dict(given={"samples": 4, "batch_size": 2}, expected=expected, got=got)


def _numbered(submission, count):
    """Images and labels of so many samples; the pixels of sample k are k / count."""
    images = torch.arange(float(count)).view(count, 1, 1, 1) / count
    labels = torch.arange(count) % submission.num_classes
    return images.expand(count, *submission.image_shape), labels


def _order(batches, count):
    """The numbers of an epoch's samples in their order, and its labels."""
    found, labels = (torch.cat(parts) for parts in zip(*batches))
    if found.dim() < 2 or not found.numel():  # these are no images, as another hint says
        return torch.tensor([]), labels
    return (found.flatten(1)[:, 0] * count).round().long(), labels


def _in_order(submission):
    """The fewest samples that do not come in their order, as an example."""
    for count in (3, 5, 9, 99):
        images, labels = _numbered(submission, count)
        (batches,) = submission.make_loader(images, labels, batch_size=2)
        found = _order(batches, count)
        if not all(map(torch.equal, found, (torch.arange(count), labels))):
            break
    given = {"samples": count, "batch_size": 2}
    expected = {"order of the images": torch.arange(count), "their labels": labels}
    return dict(given=given, expected=expected, got=dict(zip(expected, found)))


def _shuffled(submission):
    """The fewest samples that are not shuffled as they should be, as an example."""
    for count in (3, 5, 10, 100):
        images, labels = _numbered(submission, count)
        epochs = submission.make_loader(images, labels, batch_size=2, shuffle=True, epochs=2)
        found = [_order(batches, count) for batches in epochs]
        orders = [order.tolist() for order, _ in found]
        complete = all(sorted(order) == list(range(count)) for order in orders)
        if not complete or (count >= 10 and orders[0] == orders[1]):
            break
        if not all(torch.equal(own, labels[order]) for order, own in found):
            break
    expected, got = {}, {}
    for number, (order, own) in enumerate(found, 1):
        expected[f"epoch {number}"] = f"0 to {count - 1} in a new order"
        expected[f"labels {number}"] = labels[order] if complete else "those of the images"
        got |= {f"epoch {number}": order, f"labels {number}": own}
    given = {"samples": count, "batch_size": 2, "shuffle": True}
    return dict(given=given, expected=expected, got=got)


def test_last_batch(submission, digits, generator):
    """make_loader keeps the short batch at the end"""
    size = int(torch.randint(20, 40, (), generator=generator))
    rest = int(torch.randint(1, size, (), generator=generator))
    count = 2 * size + rest
    images, labels = digits.images[:count], digits.labels[:count]
    (batches,) = submission.make_loader(images, labels, batch_size=size)
    sizes = [len(batch.images) for batch in batches]
    assert sizes == [size, size, rest], dict(
        hint="q1.last-batch", count=count, found=sizes, expected=[size, size, rest],
        example=submission.attempt(_few, digits),
    )  # fmt: skip


def _few(submission, digits):
    """Three samples in batches of two, as an example."""
    (batches,) = submission.make_loader(digits.images[:3], digits.labels[:3], batch_size=2)
    sizes = [len(batch.images) for batch in batches]
    given = {"samples": 3, "batch_size": 2}
    return dict(given=given, expected={"sizes": [2, 1]}, got={"sizes": sizes})


def test_download(submission):
    """load_mnist downloads the images where they are absent"""
    for train in (True, False):
        assert submission.downloads(train), dict(hint="q1.no-download", train=train)


def test_order(submission, digits):
    """make_loader keeps the order unless it is asked to shuffle"""
    images, labels = digits.images[:100], digits.labels[:100]
    (batches,) = submission.make_loader(images, labels, batch_size=30)
    found = torch.cat([batch.images for batch in batches])
    assert len(found) == len(images), dict(
        hint="q1.samples-lost", found=len(found), example=submission.attempt(_in_order)
    )
    assert found.shape == images.shape, dict(
        hint="q1.shape-in-batches", found=tuple(batches[0].images.shape)
    )
    assert torch.equal(found, images), dict(
        hint="q1.not-in-order", example=submission.attempt(_in_order)
    )
    assert torch.equal(torch.cat([batch.labels for batch in batches]), labels), dict(
        hint="q1.labels-not-in-order", example=submission.attempt(_in_order)
    )


def test_shuffle(submission, digits):
    """make_loader shuffles anew for each epoch, and loses no sample"""
    images, labels = _numbered(submission, 100)
    epochs = submission.make_loader(images, labels, batch_size=16, shuffle=True, epochs=2)
    orders = []
    for batches in epochs:
        assert batches[0].images.shape[1:] == submission.image_shape, dict(
            hint="q1.shape-in-batches", found=tuple(batches[0].images.shape)
        )
        order, own = _order(batches, 100)
        assert torch.equal(order.sort().values, torch.arange(100)), dict(
            hint="q1.not-every-sample", because=_loss_reason(order), found=len(order),
            example=submission.attempt(_shuffled),
        )  # fmt: skip
        assert torch.equal(own, labels[order]), dict(
            hint="q1.labels-left-behind", example=submission.attempt(_shuffled)
        )
        orders.append(order)
    assert not torch.equal(orders[0], torch.arange(100)), dict(
        hint="q1.not-shuffled", example=submission.attempt(_shuffled)
    )
    assert not torch.equal(orders[0], orders[1]), dict(
        hint="q1.shuffled-once", example=submission.attempt(_shuffled)
    )


def _loss_reason(order):
    """The hint for a shuffled epoch that does not hold every sample once."""
    if len(order.unique()) < len(order):
        return "q1.drawn-again"
    return "q1.dropped-when-shuffled" if len(order) == 96 else None
