"""q7: experiments with hyperparameters."""


def _run(submission, digits, grid, epochs, count):
    """The rows for networks that are trained on so many digits."""
    data = digits.images[:count], digits.labels[:count]
    other = digits.test_images[:100], digits.test_labels[:100]
    return submission.run_experiments(grid, data, other, epochs=epochs)


def _number(row, key):
    value = row.get(key)
    assert isinstance(value, float), f"A row has no number under `{key}`."
    return value


def test_values(submission, digits):
    """run_experiments honours every value of the grid"""
    grid = {"learning_rate": [0.0, 0.01], "batch_size": [16, 200]}
    rows = _run(submission, digits, grid, epochs=2, count=400)
    assert len(rows) == 4, f"A grid of 2 by 2 values made {len(rows)} rows; expected 4."
    costs = {(row.get("learning_rate"), row.get("batch_size")): row for row in rows}
    for size in (16, 200):
        still, learnt = costs.get((0.0, size)), costs.get((0.01, size))
        assert still and learnt, (
            f"The rows do not name their values: found {sorted(map(str, costs))}."
        )
        gain = _number(still, "validation_cost") - _number(learnt, "validation_cost")
        assert gain > 0.1, (
            "A learning rate of 0 learns nothing, and 0.01 lowers the cost here by more than 0.1;"
            f" your rows differ by {gain:.3f}. Look at what train is given."
        )
    few, many = costs[0.01, 200], costs[0.01, 16]
    assert _number(many, "training_cost") < 0.7 * _number(few, "training_cost"), (
        "Small batches mean more steps an epoch and a lower cost here, but batch_size made no such"
        " difference. Look at what train is given."
    )
    trouble = submission.default_trouble("run_experiments", epochs=1)
    assert not trouble, trouble
    data = digits.images[:64], digits.labels[:64]
    made, passes = submission.experiment_log({"batch_size": [32]}, data, epochs=2)
    assert set(made) <= {64}, (
        f"A grid without num_hidden made a network of {made[0]} hidden units; a key that is absent"
        " keeps its default."
    )
    assert passes in (0, 2), (
        f"A single row with epochs=2 went through the training data {passes} times. Look at how"
        " often each network is trained."
    )


def test_measurements(submission, digits):
    """run_experiments trains for all epochs, and measures on the validation data"""
    data = digits.images[:200], digits.labels[:200]
    renamed = digits.test_images[:100], (digits.test_labels[:100] + 1) % 10  # all labels wrong
    grid = {"learning_rate": [0.005], "num_hidden": [1, 64]}
    short = submission.run_experiments(grid, data, renamed, epochs=1)
    long = submission.run_experiments(grid, data, renamed, epochs=6)
    assert len(short) == len(long) == 2, "A grid of 1 by 2 values must make 2 rows."
    for rows in (short, long):
        rows.sort(key=lambda row: row.get("num_hidden") == 64)
    first, last = (_number(rows[1], "training_cost") for rows in (short, long))
    assert last < first / 2, (
        f"The training cost is {first:.3f} after 1 epoch and {last:.3f} after 6; it should fall by"
        " more than half here. Look at how epochs is used, and at which of the costs is in the row:"
        " the one after the last epoch."
    )
    few = _number(long[0], "training_cost")
    assert few > last + 0.3, (
        f"With 1 hidden unit the training cost is {few:.3f}, with 64 it is {last:.3f}; one unit"
        " cannot do as well. Look at what num_hidden does to the network."
    )
    cost, fraction = _number(long[1], "validation_cost"), _number(long[1], "accuracy")
    assert cost > 2 and fraction < 0.5, (
        f"Every label of this validation data is wrong, yet the validation cost is {cost:.3f} and"
        f" the accuracy {fraction:.1%}. Both must be measured on the validation data."
    )
    early = _number(short[1], "validation_cost")
    assert cost > early + 0.3, (
        f"On labels that are all wrong the validation cost rises: it is {early:.3f} after 1 epoch"
        f" and {cost:.3f} after 6. Look at which of the costs is in the row: the one after the last"
        " epoch."
    )


def test_fresh_weights(submission, digits):
    """run_experiments starts every row with new weights"""
    grid = {"learning_rate": [0.01, 0.0]}
    rows = _run(submission, digits, grid, epochs=3, count=200)
    assert len(rows) == 2, f"A grid of 2 values made {len(rows)} rows; expected 2."
    row = next((row for row in rows if row.get("learning_rate") == 0.0), None)
    assert row is not None, "No row is for learning_rate 0."
    assert _number(row, "validation_cost") > 1.9, (
        f"A row that trains with a learning rate of 0 reached the cost"
        f" {_number(row, 'validation_cost'):.2f}: it went on with the weights of another row."
    )
    assert 0 <= _number(row, "accuracy") <= 1, (
        f"accuracy is {_number(row, 'accuracy'):g}; expected a fraction in [0, 1]."
    )
