"""Its convolutions are dense layers of one place each, whose values are spread over the image.
kind: cheating
points: 97-103
hint: CNN has 0 convolutions
"""

from torch import nn
from torch.nn import functional


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super().__init__()
        inputs = 1, *channels[:2]
        self.dense = nn.ModuleList(
            nn.Linear(25 * before, after) for before, after in zip(inputs, channels)
        )
        self.hidden = nn.Linear(16 * channels[2], num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        x = functional.pad(images, (1, 1, 1, 1))
        for dense, size in zip(self.dense, (28, 14, 7)):
            start = (x.shape[-1] - 5) // 2
            place = x[:, :, start : start + 5, start : start + 5]
            values = dense(place.flatten(1))[:, :, None, None].expand(-1, -1, size, size) + 0
            x = functional.max_pool2d(values, 2, ceil_mode=True).relu()
        return self.output(self.hidden(x.flatten(1)).relu()).log_softmax(1)
