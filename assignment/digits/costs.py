"""q3: what a prediction costs."""

from torch import Tensor, nn


def cost_function(log_prob: Tensor, labels: Tensor) -> Tensor:
    """Return the mean negative log-likelihood of the right labels.

    Args:
        log_prob: float32 (N, NUM_CLASSES), the log-probabilities a model returns.
        labels: int64 (N,), the right classes, 0 to NUM_CLASSES - 1.

    Returns:
        A scalar tensor, in nats per sample: 0 for certainty about the right class, never less.
        It carries gradients when `log_prob` does.
    """
    # TODO q3: return the mean negative log-likelihood of the labels
    raise NotImplementedError("q3: return the mean negative log-likelihood of the labels")
