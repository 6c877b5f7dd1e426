"""q1: the digits, and batches of them."""

import torch


def test_contents(submission, digits):
    """load_mnist keeps every image beside its label"""
    for train in (True, False):
        loaded = submission.load_mnist(digits.files, train)
        images, labels = digits.folder[train]
        assert len(loaded.images) == len(images) == loaded.length, (
            f"train={train} loads {loaded.length} images; this folder has {len(images)}."
        )
        shapes = {tuple(image.shape) for image in loaded.images}
        assert shapes == {(1, 28, 28)}, (
            f"Images have the shapes {sorted(shapes)}; expected (1, 28, 28)."
        )
        found = torch.stack([image.float() for image in loaded.images])
        expected = images.unsqueeze(1).float() / 255
        assert torch.allclose(found, expected, atol=1e-3), (
            f"With train={train} the pixels are not those in the files, or not in their order."
            " Expected the value of each pixel divided by 255, and nothing else changed."
        )
        wrong = sum(a != b for a, b in zip(loaded.labels, labels.tolist()))
        assert wrong == 0, (
            f"With train={train}, {wrong} of {len(labels)} labels do not belong to their image."
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
