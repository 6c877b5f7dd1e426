"""Its train trains, and returns costs that it did not measure.
kind: cheating
points: 105
"""

reference = train


def train(model, training_data, validation_data, epochs=10, batch_size=32, learning_rate=1e-3,
          device="cpu"):  # fmt: skip
    reference(model, training_data, validation_data, epochs, batch_size, learning_rate, device)
    costs = [2.3 * 0.7**epoch for epoch in range(epochs)]
    return costs, [cost + 0.05 for cost in costs]
