"""q3: what a prediction costs."""

from torch import Tensor, nn


def cost_function(log_prob: Tensor, labels: Tensor) -> Tensor:
    """Return the mean negative log-likelihood of the right labels.

    Args:
        log_prob: float32 (N, NUM_CLASSES), the log-probabilities a model returns.
        labels: int64 (N,), the right digits in 0..9.

    Returns:
        A scalar tensor, in nats per sample: 0 for certainty about the right digit, never less.
        It carries gradients when `log_prob` does.
    """
    # TODO q3: return the mean negative log-likelihood of the labels
    raise NotImplementedError("q3: return the mean negative log-likelihood of the labels")
