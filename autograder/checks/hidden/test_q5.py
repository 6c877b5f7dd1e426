"""q5: evaluation."""

import torch

USUAL_SIZES = (1, 8, 10, 16, 20, 25, 32, 50, 64, 100, 128, 200, 250, 256, 500, 512, 1000, 1024)


def _exact(submission, digits, count):
    """A network, samples, and the fraction that it gets right.

    They come by their cost, so a short batch at the end costs far more than the others, and
    whatever a batch counts too much or too little shows."""
    network = submission.known_network(784, 10, seed=count)
    images, labels = digits.images[:count], digits.labels[:count]
    log_prob = network.log_prob(images)
    order = (-log_prob.gather(1, labels[:, None])[:, 0]).argsort()
    hits = (log_prob.argmax(1) == labels).float().mean().item()
    return network, images[order], labels[order], hits


def _cost_reason(found, network, images, labels):
    """What known mistakes return for a dataset, by what to say about them."""
    log_prob = network.log_prob(images).double()
    costs = -log_prob.gather(1, labels[:, None]).flatten()
    for size in (one for one in USUAL_SIZES if one < len(costs)):
        first, *_, last = batches = costs.split(size)
        full = costs[: len(costs) // size * size]
        known = {
            f"It is that of the first {len(part)} samples only: look at where the loop ends, and at"
            " a last batch that is not full.": part
            for part in (first, full)
        } | {
            f"It is that of the last batch only, of {len(last)}: look at what is added up.": last,
            f"It averages batches of {size}, whatever their sizes; the last one is"
            " shorter.": torch.stack([batch.mean() for batch in batches]),
        }
        for text, values in known.items():
            if abs(values.mean().item() - found) < 1e-5:
                return text
    return "Look at how the batches are added up, the last and shorter one included."


def test_whole_dataset(submission, digits):
    """evaluate is exact for datasets of any size

    Cost and accuracy for datasets of other sizes.
    """
    for count in (1, 33, 65, 129, 1237):
        network, images, labels, hits = _exact(submission, digits, count)
        cost, fraction = submission.evaluate(network, images, labels).result
        expected = network.cost(images, labels)
        assert abs(cost - expected) < 1e-3, (
            f"On a dataset of {count} the mean cost is {expected:.4f}; evaluate says {cost:.4f}."
            f" {_cost_reason(cost, network, images, labels)}"
        )
        assert abs(fraction - hits) < 1e-4, (
            f"On a dataset of {count} the accuracy is {hits:.4f}; evaluate says {fraction:.4f}."
            " Look at how hits are counted, over the whole dataset, and at which digit is taken for"
            " the prediction: argmax over the ten digits, an image at a time."
        )
        fraction = submission.accuracy(network, images, labels).result
        assert abs(fraction - hits) < 1e-4, (
            f"On a dataset of {count} the accuracy is {hits:.4f}; accuracy says {fraction:.4f}."
        )
