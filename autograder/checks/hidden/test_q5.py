"""q5: evaluation.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""


def _exact(submission, digits, count):
    """A network, samples, and the fraction that it gets right.

    They come by their cost, so a short batch at the end costs far more than the others, and
    whatever a batch counts too much or too little shows."""
    network = submission.known_network(seed=count)
    images, labels = digits.images[:count], digits.labels[:count]
    log_prob = network.log_prob(images)
    order = (-log_prob.gather(1, labels[:, None])[:, 0]).argsort()
    return network, images[order], labels[order], network.accuracy(images, labels)


def test_whole_dataset(submission, digits):
    """evaluate is exact for datasets of any size

    Cost and accuracy for datasets of other sizes.
    """
    of_batches = dict(because="q5.added-up")
    for count in (1, 33, 65, 129, 1237):
        network, images, labels, hits = _exact(submission, digits, count)
        cost, fraction = submission.evaluate(network, images, labels).result
        expected = network.cost(images, labels)
        assert abs(cost - expected) < 1e-3, dict(
            hint="q5.dataset-cost", count=count, expected=expected, found=cost,
            **(network.batches_reason([cost], images, labels) or of_batches if count > 1 else {}),
        )  # fmt: skip
        assert abs(fraction - hits) < 1e-4, dict(
            hint="q5.dataset-accuracy", because="q5.how-hits-are-counted",
            name="evaluate", count=count, expected=hits, found=fraction,
        )  # fmt: skip
        fraction = submission.accuracy(network, images, labels).result
        assert abs(fraction - hits) < 1e-4, dict(
            hint="q5.dataset-accuracy", name="accuracy", count=count, expected=hits, found=fraction
        )
