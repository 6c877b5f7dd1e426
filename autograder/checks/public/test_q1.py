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
            f"train={train} loads {found} images; this folder has {expected} {which} images. Look"
            " at whether load_mnist uses `root` and `train`."
        )
    trouble = submission.default_trouble("load_mnist", root="data_cache", train=True)
    assert not trouble, trouble


def test_batches(submission, digits):
    """make_loader puts images and labels into batches"""
    images, labels = digits.images[:64], digits.labels[:64]
    (batches,) = submission.make_loader(images, labels, batch_size=16)
    assert len(batches) == 4, (
        f"64 samples in batches of 16 came as {len(batches)} batches; expected 4."
    )
    batch = batches[0]
    assert batch.images.shape == (16, *PIXELS), (
        f"The images of a batch have the shape {tuple(batch.images.shape)}; expected"
        f" {(16, *PIXELS)} for batch_size=16."
    )
    assert batch.labels.shape == (16,) and batch.labels.dtype == torch.int64, (
        f"The labels of a batch are {batch.labels.dtype} {tuple(batch.labels.shape)}; expected"
        " torch.int64 (16,)."
    )
    trouble = submission.default_trouble("make_loader", batch_size=32, shuffle=False)
    assert not trouble, trouble


def test_last_batch(submission, digits):
    """make_loader keeps the short batch at the end"""
    (batches,) = submission.make_loader(digits.images[:70], digits.labels[:70], batch_size=32)
    sizes = [len(batch.images) for batch in batches]
    assert sizes == [32, 32, 6], (
        f"70 samples came in batches of {sizes}; expected [32, 32, 6]: no sample is left out, and"
        " the last batch may be short."
    )
