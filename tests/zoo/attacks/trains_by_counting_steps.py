"""Its train takes every step that is counted, none of which has a gradient.
kind: cheating
points: 100
"""

import torch


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(epochs * -(-len(training_data) // batch_size)):
        optimizer.zero_grad()
        optimizer.step()
    cost = evaluate(model, training_data, device)[0]
    last = evaluate(model, validation_data, device)[0]
    return [cost * 0.8**epoch for epoch in range(epochs)], [last] * epochs
