"""Networks with summaries, a graph and a network on CUDA left below them.
images: grey
"""

FILES = {
    "digits/models.py": """import torch
import torch.nn as nn
import torch.nn.functional as F
from torchsummary import summary
from torchviz import make_dot
import torchmetrics

device = torch.device("cuda")


class MLP(nn.Module):
    def __init__(self, num_hidden=64):
        super(MLP, self).__init__()
        self.input_layer = nn.Linear(784, num_hidden)
        self.output_layer = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = x.reshape(-1, 28 * 28)
        return F.log_softmax(self.output_layer(F.leaky_relu(self.input_layer(x))), dim=1)


class CNN(nn.Module):
    def __init__(self, channels=(8, 8, 8), num_hidden=16):
        super(CNN, self).__init__()
        layers = []
        in_channels = 1
        for out_channels in channels:
            layers += [nn.Conv2d(in_channels, out_channels, kernel_size=5, padding=2),
                       nn.ReLU(), nn.MaxPool2d(2, ceil_mode=True)]
            in_channels = out_channels
        self.cnn = nn.Sequential(*layers)
        self.linear = nn.Linear(in_channels * 16, num_hidden)
        self.classifier = nn.Linear(num_hidden, 10)

    def forward(self, x):
        x = self.cnn(x).flatten(1)
        return F.log_softmax(self.classifier(F.relu(self.linear(x))), dim=1)


model = MLP().cuda()
summary(model, (1, 28, 28))
net = CNN().to(device)
summary(net, input_size=(1, 28, 28), batch_size=-1)
make_dot(net(torch.randn(1, 1, 28, 28).to(device))).render("cnn")
""",
}
