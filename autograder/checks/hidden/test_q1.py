"""q1: the digits, and batches of them."""

import torch


def test_contents(submission, digits):
    """load_mnist keeps every image beside its label

    Every image and every label of both files; your checks look at the first of them.
    """
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
