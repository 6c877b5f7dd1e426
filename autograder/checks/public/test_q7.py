"""q7: experiments with hyperparameters.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

import math

STILL = 1e-8  # a learning rate that changes nothing
RESULTS = ("training_cost", "validation_cost", "accuracy")


def _check_results(rows):
    """See that every row has a number under each of the results' keys."""
    for row in rows:
        missing = [key for key in RESULTS if not isinstance(row.get(key), float)]
        assert not missing, dict(
            hint="q7.result-missing", key=", ".join(f"`{key}`" for key in missing)
        )


def _rows_reason(rows, grid, complete):
    """The hint for rows that are not one for each combination; `complete` if none is missing."""
    if any(all(key not in row for row in rows) for key in grid):
        return "q7.row-without-values"
    if any(isinstance(row.get(key), str) for row in rows for key in grid):
        return "q7.values-as-text"
    if complete and any(row.get(key) not in grid[key] for row in rows for key in grid):
        return "q7.rows-kept"
    if len(rows) > 1 and all(row == rows[0] for row in rows):
        return "q7.same-row"
    return "q7.combinations"


def _accuracy_reason(row):
    """The mistake behind an accuracy that is no fraction, if it is a known one."""
    fraction, cost = row["accuracy"], row["validation_cost"]
    if fraction == cost:
        return "q7.cost-for-accuracy"
    if 0 <= cost <= 1 < fraction < 10:
        return "q7.swapped"
    return "q7.per-cent" if 10 <= fraction <= 100 else None


def test_every_combination(submission, digits):
    """run_experiments gives one row for every combination"""
    grid = {"num_hidden": [4, 8], "learning_rate": [0.001, 0.01]}
    training, validation = digits.patterns(200), digits.patterns(50, start=200)
    other = {"num_hidden": [2], "learning_rate": [0.1]}
    submission.run_experiments(other, validation, validation)  # of which nothing may stay
    table = submission.run_experiments(grid, training, validation)
    rows = table.rows
    found = [(row.get("num_hidden"), row.get("learning_rate")) for row in rows]
    expected = [(size, rate) for size in grid["num_hidden"] for rate in grid["learning_rate"]]
    complete = all(pair in found for pair in expected)
    assert len(found) == 4 and complete, dict(
        hint="q7.rows", because=_rows_reason(rows, grid, complete), found=found, expected=expected,
        example=dict(given=grid, expected={"rows": 4}, got={"rows": len(rows)}),
    )  # fmt: skip
    _check_results(rows)
    for row in rows:
        assert 0 <= row["accuracy"] <= 1, dict(
            hint="q7.accuracy", found=row["accuracy"], because=_accuracy_reason(row)
        )
    trouble = table.trouble()
    assert not trouble, dict(hint="q7.trouble", trouble=trouble)
    sizes = table.sizes()
    made = None if sizes is None else ", ".join(map(str, sizes))
    assert sizes is None or {4, 8} <= set(sizes), dict(
        hint="q7.shared-network" if len(sizes) < len(rows) else "q7.num-hidden",
        made=made, networks=len(sizes), rows=len(rows),
    )  # fmt: skip


def _rows(submission, digits, rates, validation_data, epochs):
    """Rows for learning rates, in their order, and the table that they are from."""
    table = submission.run_experiments(
        {"learning_rate": rates}, digits.patterns(200), validation_data, epochs=epochs
    )
    found = [[row for row in table.rows if row.get("learning_rate") == rate] for rate in rates]
    assert all(len(rows) == 1 for rows in found) and len(table.rows) == len(rates), dict(
        hint="q7.one-for-each-rate", rates=rates, found=len(table.rows),
        because=_rows_reason(table.rows, {"learning_rate": rates}, all(found)),
    )  # fmt: skip
    trouble = table.trouble()
    assert not trouble, dict(hint="q7.trouble", trouble=trouble)
    rows = [row for (row,) in found]
    _check_results(rows)
    return rows, table


def test_numbers(submission, digits):
    """run_experiments trains each network from new weights, with its values, for all epochs"""
    images, labels = digits.patterns(100, start=200)
    contradicting = images, digits.others(labels)
    (one,), _ = _rows(submission, digits, [0.005], contradicting, epochs=1)
    (six,), table = _rows(submission, digits, [0.005], contradicting, epochs=6)
    before, after = one["training_cost"], six["training_cost"]
    swapped = six["validation_cost"] < 0.7 * one["validation_cost"] and after > before
    assert after < 0.7 * before, dict(
        hint="q7.cost-does-not-fall", because="q7.costs-swapped" if swapped else "q7.epochs",
        before=before, after=after,
        example=dict(
            given={"learning_rate": [0.005], "epochs": 6, "training_cost, epochs=1": before},
            expected={"training_cost, epochs=6": f"below {0.7 * before:.4g}"},
            got={"training_cost, epochs=6": after},
        ),
    )  # fmt: skip
    assert not table.strays and after < six["validation_cost"], dict(
        hint="q7.which-data", because=table.strays and "q7.other-data",
        training=after, validation=six["validation_cost"],
    )  # fmt: skip
    assert not table.accuracy_on_other_data(six), dict(
        hint="q7.accuracy-of-which-data", found=six["accuracy"]
    )
    (learnt, still), table = _rows(submission, digits, [0.01, STILL], (images, labels), epochs=3)
    sizes = table.sizes()
    networks = 2 if sizes is None else len(sizes)
    usual = submission.defaults("MLP")["num_hidden"]
    assert sizes is None or usual in sizes, dict(hint="q7.default-num-hidden", found=sizes[0])
    # A network begins near the cost of guessing; what the grader answers is as of ten classes.
    least = math.log(min(submission.num_classes, 10)) - 0.3
    assert still["training_cost"] > least, dict(
        hint="q7.tiny-rate", rate=STILL, found=still["training_cost"], networks=networks, rows=2,
        because="q7.goes-on" if networks < 2 else "q7.rate-or-row",
        example=dict(
            given={"learning_rate": [0.01, STILL], "epochs": 3},
            expected={f"training_cost, {STILL:g}": f"above {least:.2g}, as untrained"},
            got={f"training_cost, {STILL:g}": still["training_cost"]},
        ),
    )  # fmt: skip
    assert learnt["training_cost"] < 0.87 * still["training_cost"], dict(
        hint="q7.rate", found=learnt["training_cost"]
    )
    assert not table.measured_early(learnt), dict(
        hint="q7.measured-early", training=learnt["training_cost"],
        validation=learnt["validation_cost"],
    )  # fmt: skip
