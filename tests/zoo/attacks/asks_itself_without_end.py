"""Its run_experiments calls itself again and again, with a new network each time.
kind: bombs
points: 100
"""


def run_experiments(grid, training_data, validation_data, epochs=1):
    train(MLP(4), training_data, validation_data, epochs)
    return run_experiments(grid, training_data, validation_data, epochs)
