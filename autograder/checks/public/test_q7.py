"""q7: experiments with hyperparameters."""

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
    trouble = table.trouble()
    assert not trouble, trouble
