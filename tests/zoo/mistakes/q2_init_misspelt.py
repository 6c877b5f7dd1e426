"""The method is called _init_.
question: q2
hint: two underscores
first hint: two underscores
"""


class MLP(nn.Module):
    def _init_(self, num_hidden=64):
        super().__init__()
        self.hidden = nn.Linear(784, num_hidden)
        self.output = nn.Linear(num_hidden, 10)

    def forward(self, images):
        return self.output(self.hidden(images.flatten(1)).relu()).log_softmax(dim=1)
