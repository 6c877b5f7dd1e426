"""q1: the digits, and batches of them."""

import torch

PIXELS = (1, 28, 28)


def test_items(submission, digits):
    """load_mnist gives pairs of an image tensor and a label"""
    loaded = submission.load_mnist(digits.files, train=True)
    image = loaded.images[0]
    assert image.dtype == torch.float32, (
        f"Images are {image.dtype}; expected torch.float32. Look at how load_mnist makes tensors."
    )
    assert image.shape == PIXELS, (
        f"An image has the shape {tuple(image.shape)}; expected {PIXELS}: one channel, 28 rows,"
        " 28 columns."
    )
    low, high = image.min().item(), image.max().item()
    assert (low, high) == (0, 1), (
        f"The pixels of an image reach from {low:g} to {high:g}; expected 0 (paper) to 1 (ink)."
    )
    label = loaded.labels[0]
    assert 0 <= label <= 9, f"A label is {label}; expected a digit in 0..9."
    images, labels = digits.folder[True]
    assert torch.allclose(image, images[:1].float() / 255, atol=1e-3), (
        "The first image is not the first in the files. Expected the value of each pixel divided by"
        " 255, and nothing else changed."
    )
    assert label == labels[0], f"The first label is {label}; expected {labels[0]}, as in the files."


def test_sizes(submission, digits):
    """load_mnist tells training images from test images"""
    for train, which in ((True, "training"), (False, "test")):
        found = submission.load_mnist(digits.files, train).length
        expected = len(digits.folder[train][1])
        other = len(digits.folder[not train][1])
        assert found != other, (
            f"train={train} loads the other set: {found} images, expected the {expected} {which}"
            " images. Look at how load_mnist uses `train`."
        )
        assert found == expected, (
            f"train={train} loads {found} images; this folder has {expected} {which} images. All of"
            " them, and no others, belong in this dataset."
        )
    trouble = submission.default_trouble("load_mnist", root="data_cache", train=True)
    assert not trouble, trouble


def test_batches(submission, digits, generator):
    """make_loader puts images and labels into batches"""
    size, number = torch.randint(4, 17, (2,), generator=generator).tolist()
    count = size * number
    images, labels = digits.images[:count], digits.labels[:count]
    (batches,) = submission.make_loader(images, labels, batch_size=size)
    assert len(batches) == number, (
        f"{count} samples in batches of {size} came as {len(batches)} batches; expected {number}."
    )
    batch = batches[0]
    assert batch.images.dim() >= batch.labels.dim(), (
        "A batch from make_loader comes as (labels, images); expected (images, labels)."
    )
    assert batch.images.shape == (size, *PIXELS), (
        f"The images of a batch have the shape {tuple(batch.images.shape)}; expected"
        f" {(size, *PIXELS)} for batch_size={size}."
    )
    assert batch.labels.shape == (size,) and batch.labels.dtype == torch.int64, (
        f"The labels of a batch are {batch.labels.dtype} {tuple(batch.labels.shape)}; expected"
        f" torch.int64 {(size,)}."
    )
    assert torch.allclose(batch.images.float(), images[:size], atol=1e-3), (
        "The first batch does not hold the first samples: without shuffle the order is the"
        " dataset's."
    )
    trouble = submission.default_trouble("make_loader", batch_size=32, shuffle=False)
    assert not trouble, trouble


def test_last_batch(submission, digits, generator):
    """make_loader keeps the short batch at the end"""
    size = int(torch.randint(20, 40, (), generator=generator))
    rest = int(torch.randint(1, size, (), generator=generator))
    count = 2 * size + rest
    images, labels = digits.images[:count], digits.labels[:count]
    (batches,) = submission.make_loader(images, labels, batch_size=size)
    sizes = [len(batch.images) for batch in batches]
    assert sizes == [size, size, rest], (
        f"{count} samples came in batches of {sizes}; expected {[size, size, rest]}: no sample is"
        " left out, and the last batch may be short."
    )


def test_download(submission):
    """load_mnist downloads the images where they are absent"""
    assert submission.downloads(), (
        "In an empty folder load_mnist did not try to download the images. Look at the arguments"
        " of the dataset it makes."
    )


def test_order(submission, digits):
    """make_loader keeps the order unless it is asked to shuffle"""
    images, labels = digits.images[:100], digits.labels[:100]
    (batches,) = submission.make_loader(images, labels, batch_size=30)
    found = torch.cat([batch.images for batch in batches])
    assert found.shape == images.shape, (
        f"100 samples came as {len(found)}; every sample must come once an epoch."
    )
    assert torch.equal(found, images), (
        "Without shuffle the samples came in another order than in the dataset, or changed."
    )
    assert torch.equal(torch.cat([batch.labels for batch in batches]), labels), (
        "The labels of a batch are not in the order of its images."
    )


def test_shuffle(submission, digits):
    """make_loader shuffles anew for each epoch, and loses no sample"""
    images = torch.arange(100.0).view(100, 1, 1, 1).expand(100, 1, 28, 28) / 100
    labels = torch.arange(100) % 10
    epochs = submission.make_loader(images, labels, batch_size=16, shuffle=True, epochs=2)
    orders = []
    for batches in epochs:
        assert batches[0].images.shape[1:] == (1, 28, 28), (
            f"The images of a batch have the shape {tuple(batches[0].images.shape)}; expected"
            " (N, 1, 28, 28)."
        )
        found = torch.cat([batch.images.flatten(1)[:, 0] for batch in batches])
        order = (found * 100).round().long()
        assert torch.equal(order.sort().values, torch.arange(100)), (
            "A shuffled epoch must bring every sample exactly once; yours repeats or loses some."
        )
        assert torch.equal(torch.cat([batch.labels for batch in batches]), order % 10), (
            "After shuffling, labels no longer belong to their images."
        )
        orders.append(order)
    assert not torch.equal(orders[0], torch.arange(100)), (
        "With shuffle=True the samples came in the order of the dataset."
    )
    assert not torch.equal(orders[0], orders[1]), (
        "Two shuffled epochs had the same order; each epoch needs a new one."
    )
