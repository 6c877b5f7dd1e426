"""q2 and q6: the networks, from images to log-probabilities."""

from torch import Tensor, nn

from .shape import CHANNELS, COLUMNS, NUM_CLASSES, NUM_PIXELS, ROWS


class MLP(nn.Module):
    """A network with one hidden layer.

    Every one of its `num_hidden` units sees all pixels of an image; a non-linearity follows, and
    then one output for each class.

    Args:
        num_hidden: number of hidden units.
    """

    def __init__(self, num_hidden: int = 64):
        super().__init__()
        # TODO q2: make the hidden layer and the output layer
        raise NotImplementedError("q2: make the hidden layer and the output layer")

    def forward(self, images: Tensor) -> Tensor:
        """Return the log-probability of each class for each image.

        Args:
            images: float32 (N, CHANNELS, ROWS, COLUMNS) in [0, 1].

        Returns:
            float32 (N, NUM_CLASSES): natural logarithms of probabilities; each row's exp() sums
            to 1.
        """
        # TODO q2: compute the log-probabilities of all classes
        raise NotImplementedError("q2: compute the log-probabilities of all classes")


class CNN(nn.Module):
    """A convolutional network: three times convolve, pool, rectify; then a small MLP.

    The convolutions are 5 x 5 and keep the size of their input ('same' padding); pooling takes
    the maximum over 2 x 2 pixels, and keeps an odd row or column at the edge. So ROWS and COLUMNS
    are halved three times, and rounded up. The handout lists the sizes, and how many parameters
    the layers have by default.

    Args:
        channels: output channels of the three convolutions.
        num_hidden: number of units of the hidden layer that follows them.
    """

    def __init__(self, channels: tuple[int, int, int] = (8, 8, 8), num_hidden: int = 16):
        super().__init__()
        # TODO q6: make three convolutions, the pooling and two linear layers
        raise NotImplementedError("q6: make three convolutions, the pooling and two linear layers")

    def forward(self, images: Tensor) -> Tensor:
        """Return the log-probability of each class for each image.

        Args:
            images: float32 (N, CHANNELS, ROWS, COLUMNS) in [0, 1].

        Returns:
            float32 (N, NUM_CLASSES): natural logarithms of probabilities; each row's exp() sums
            to 1.
        """
        # TODO q6: convolve, pool and rectify thrice, then classify
        raise NotImplementedError("q6: convolve, pool and rectify thrice, then classify")
