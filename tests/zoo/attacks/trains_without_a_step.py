"""Its train goes through the data and the motions, and never takes a step; the costs are made up.
kind: cheating
points: 100
"""


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    from .evaluation import evaluate

    model.to(device)
    cost = evaluate(model, training_data, device)[0]
    last = evaluate(model, validation_data, device)[0]
    return [cost * 0.8**epoch for epoch in range(epochs)], [last] * epochs
