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
        # BEGIN SOLUTION
        # TODO q2: make the hidden layer and the output layer
        self.hidden = nn.Linear(NUM_PIXELS, num_hidden)
        self.output = nn.Linear(num_hidden, NUM_CLASSES)
        # END SOLUTION

    def forward(self, images: Tensor) -> Tensor:
        """Return the log-probability of each class for each image.

        Args:
            images: float32 (N, CHANNELS, ROWS, COLUMNS) in [0, 1].

        Returns:
            float32 (N, NUM_CLASSES): natural logarithms of probabilities; each row's exp() sums
            to 1.
        """
        # BEGIN SOLUTION
        # TODO q2: compute the log-probabilities of all classes
        x = self.hidden(images.flatten(start_dim=1)).relu()  # (N, NUM_PIXELS) -> (N, num_hidden)
        return self.output(x).log_softmax(dim=1)  # (N, NUM_CLASSES)
        # END SOLUTION


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
        # BEGIN SOLUTION
        # TODO q6: make three convolutions, the pooling and two linear layers
        first, second, third = channels
        self.conv1 = nn.Conv2d(CHANNELS, first, kernel_size=5, padding="same")
        self.conv2 = nn.Conv2d(first, second, kernel_size=5, padding="same")
        self.conv3 = nn.Conv2d(second, third, kernel_size=5, padding="same")
        self.pool = nn.MaxPool2d(2, ceil_mode=True)  # an odd side feels the ceil: 7 -> 4
        self.hidden = nn.Linear(third * -(-ROWS // 8) * -(-COLUMNS // 8), num_hidden)
        self.output = nn.Linear(num_hidden, NUM_CLASSES)
        # END SOLUTION

    def forward(self, images: Tensor) -> Tensor:
        """Return the log-probability of each class for each image.

        Args:
            images: float32 (N, CHANNELS, ROWS, COLUMNS) in [0, 1].

        Returns:
            float32 (N, NUM_CLASSES): natural logarithms of probabilities; each row's exp() sums
            to 1.
        """
        # BEGIN SOLUTION
        # TODO q6: convolve, pool and rectify thrice, then classify
        x = self.pool(self.conv1(images)).relu()  # digits: (N, 8, 14, 14)
        x = self.pool(self.conv2(x)).relu()  # digits: (N, 8, 7, 7)
        x = self.pool(self.conv3(x)).relu()  # digits: (N, 8, 4, 4)
        x = self.hidden(x.flatten(start_dim=1)).relu()  # digits: (N, 128) -> (N, 16)
        return self.output(x).log_softmax(dim=1)  # (N, NUM_CLASSES)
        # END SOLUTION
