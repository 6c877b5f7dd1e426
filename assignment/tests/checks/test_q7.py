"""q7: experiments with hyperparameters."""

STILL = 1e-8  # a learning rate that changes nothing
RESULTS = ("training_cost", "validation_cost", "accuracy")


def test_every_combination(submission, digits):
    """run_experiments gives one row for every combination"""
    grid = {"num_hidden": [4, 8], "learning_rate": [0.001, 0.01]}
    table = submission.run_experiments(grid, digits.patterns(200), digits.patterns(50, start=200))
    rows = table.rows
    found = [(row.get("num_hidden"), row.get("learning_rate")) for row in rows]
    expected = [(size, rate) for size in grid["num_hidden"] for rate in grid["learning_rate"]]
    assert len(found) == 4 and all(pair in found for pair in expected), (
        f"The rows are for {found}; expected the 4 combinations {expected}, each once."
    )
    for key in RESULTS:
        assert all(isinstance(row.get(key), float) for row in rows), (
            f"A row has no number under `{key}`; expected {', '.join(RESULTS)} in every row."
        )
    for row in rows:
        assert 0 <= row["accuracy"] <= 1, (
            f"accuracy is {row['accuracy']:g}; expected a fraction in [0, 1]."
        )
    trouble = table.trouble()
    assert not trouble, trouble
    sizes = table.sizes()
    assert sizes is None or {4, 8} <= set(sizes), (
        f"MLP was made with num_hidden {', '.join(map(str, sizes))}, for rows of 4 and of 8. Look"
        " at what num_hidden does to the network."
    )


def _rows(submission, digits, rates, epochs):
    """Rows for learning rates, in their order, and whether all networks kept to the training data.

    The validation data contradict these.
    """
    images, labels = digits.patterns(100, start=200)
    table = submission.run_experiments(
        {"learning_rate": rates}, digits.patterns(200), (images, (labels + 5) % 10), epochs=epochs
    )
    trouble = table.trouble()
    assert not trouble, trouble
    found = [[row for row in table.rows if row.get("learning_rate") == rate] for rate in rates]
    assert all(len(rows) == 1 for rows in found) and len(table.rows) == len(rates), (
        f"A grid of the learning rates {rates} made {len(table.rows)} rows; expected one for each."
    )
    rows = [row for (row,) in found]
    for key in RESULTS:
        assert all(isinstance(row.get(key), float) for row in rows), (
            f"A row has no number under `{key}`."
        )
    return rows, not table.strays


def test_numbers(submission, digits):
    """run_experiments trains each network from new weights, with its values, for all epochs"""
    (one,), _ = _rows(submission, digits, [0.005], epochs=1)
    (six,), kept = _rows(submission, digits, [0.005], epochs=6)
    before, after = one["training_cost"], six["training_cost"]
    assert after < 0.7 * before, (
        f"With epochs=1 the training cost is {before:.3f}, with epochs=6 {after:.3f}; it should"
        " fall by far more here. Look at how epochs is used, and at which epoch's cost is in the"
        " row: expected the one after the last epoch."
    )
    assert kept and after < six["validation_cost"], (
        "Here the validation data have other labels than a network learns from the training data,"
        f" so they cost more; a row has the training cost {after:.3f} and the validation cost"
        f" {six['validation_cost']:.3f}. Look at which cost is in which place, and at what the"
        " network is trained on: training_data; and measured on: validation data."
    )
    (learnt, still), _ = _rows(submission, digits, [0.01, STILL], epochs=3)
    assert still["training_cost"] > 2, (
        f"A learning rate of {STILL:g} changes nothing, so the cost stays near that of guessing,"
        f" 2.3; in its row the training cost is {still['training_cost']:.3f}. Either it went on"
        " with the weights of another row, or the row holds another network's numbers, or the rate"
        " does not arrive: look at what train is given."
    )
    assert learnt["training_cost"] < 2, (
        "A learning rate of 0.01 lowers the cost in 3 epochs; in its row the training cost is"
        f" {learnt['training_cost']:.3f}. Look at what train is given."
    )
