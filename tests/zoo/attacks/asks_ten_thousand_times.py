"""It has one network measured ten thousand times.
kind: bombs
points: 100
hint: more than 1,000 times
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    model = MLP(8)
    for _ in range(10_000):
        evaluate(model, validation_data)
    return []
