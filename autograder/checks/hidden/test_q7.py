"""q7: experiments with hyperparameters.

PYTEST_DONT_REWRITE: the message of an assertion is a hint's id and fields, not a text.
"""

RESULTS = ("training_cost", "validation_cost", "accuracy")
STILL = 1e-8  # a learning rate that changes nothing
DATA = {
    "other": "q7.data-other",
    "training": "q7.data-training",
    "validation": "q7.data-validation",
}


def _experiments(submission, digits, grid, epochs):
    """The rows for networks that are trained on 200 images, with what is known of them."""
    table = submission.run_experiments(
        grid, digits.patterns(200), digits.patterns(100, start=200), epochs=epochs
    )
    combinations = 1
    for values in grid.values():
        combinations *= len(values)
    assert len(table.rows) == combinations, dict(
        hint="q7.number-of-rows", found=len(table.rows), expected=combinations,
        grid=" by ".join(str(len(values)) for values in grid.values()),
    )  # fmt: skip
    for row in table.rows:
        for key, values in grid.items():
            assert row.get(key) in values, dict(
                hint="q7.value-not-named", key=key, found=row.get(key)
            )
        missing = [key for key in RESULTS if not isinstance(row.get(key), float)]
        assert not missing, dict(hint="q7.no-number", key=missing[0] if missing else "")
    trouble = table.trouble()
    assert not trouble, dict(hint="q7.trouble", trouble=trouble)
    return [(row, table.network(row)) for row in table.rows]


def _name(row, grid):
    return ", ".join(f"{key} {row[key]:g}" for key in grid)


def _which(found):
    return dict(hint="q7.which-is", what=dict(hint=found)) if found else ""


def test_values(submission, digits):
    """run_experiments honours every value of the grid

    What each network is made and trained with, for grids of other keys and values.
    """
    grid = {"num_hidden": [16, 40], "learning_rate": [STILL, 0.01], "batch_size": [16, 200]}
    own = {}  # networks that were trained by a loop of the student's
    for row, network in _experiments(submission, digits, grid, epochs=2):
        _check_values(row, network, _name(row, grid))
        if network.fallen is not None:
            own[tuple(row[key] for key in grid)] = network
    for (size, rate, batch), network in own.items():
        learnt = own.get((size, 0.01, batch))
        if rate == STILL and learnt:  # first weights are random, and so is a little of the cost
            assert abs(network.fallen) < learnt.fallen / 2, dict(
                hint="q7.learnt-by-a-tiny-rate", rate=STILL, found=network.fallen,
                learnt=learnt.fallen,
            )  # fmt: skip
        elif rate == 0.01:
            assert network.fallen > 0.1, dict(
                hint="q7.fallen-too-little", size=size, batch=batch, found=network.fallen
            )
        few = own.get((size, 0.01, 200))
        if (rate, batch) == (0.01, 16) and few:
            assert network.cost < 0.7 * few.cost, dict(hint="q7.batch-size-made-no-difference")
    usual = submission.defaults("MLP") | submission.defaults("train")
    for grid in ({"batch_size": [50]}, {"num_hidden": [7]}):
        ((row, network),) = _experiments(submission, digits, grid, epochs=1)
        row = usual | {key: row[key] for key in grid}
        assert network.num_hidden == row["num_hidden"], dict(
            hint="q7.default-num-hidden", found=network.num_hidden
        )
        _check_values(row, network, dict(hint="q7.and-defaults", values=_name(row, grid)))
    trouble = submission.default_trouble("run_experiments")
    assert not trouble, trouble


def _check_values(row, network, name):
    """Compare a row's values with those that its network was made and trained with."""
    assert network.num_hidden == row["num_hidden"], dict(
        hint="q7.num-hidden-of-a-row", name=name, found=network.num_hidden
    )
    if not network.runs:
        return
    size, rate = network.runs[-1].batch_size, network.runs[-1].learning_rate
    assert size == row["batch_size"], dict(hint="q7.batch-size-of-a-row", name=name, found=size)
    assert abs(rate - row["learning_rate"]) < 1e-12, dict(
        hint="q7.rate-of-a-row", name=name, found=rate
    )


def test_measurements(submission, digits):
    """run_experiments trains for all epochs, and measures on the validation data

    Which network each number in a row belongs to, and after which epoch.
    """
    measured = []
    for epochs in (1, 6):
        grid = {"learning_rate": [0.005]}
        ((row, network),) = _experiments(submission, digits, grid, epochs)
        _check_epochs(network, epochs)
        _check_numbers(row, network, epochs)
        measured.append(network.cost)
    first, last = measured
    assert last < 0.7 * first, dict(hint="q7.network-hardly-learnt", first=first, last=last)


def _data_of(roles):
    """Name the data of these roles."""
    first, *others = ({"hint": DATA[role]} for role in sorted(roles))
    for one in others:
        first = {"hint": "q7.data-and", "first": first, "second": one}
    return first


def _check_epochs(network, epochs):
    """Compare the epochs that a network was trained for with those asked for."""
    assert not network.untouched, dict(hint="q7.measured-early-in-rows")
    if not network.runs:
        return
    roles = {run.role for run in network.runs}
    assert roles == {"training"}, dict(hint="q7.trained-on-other-data", found=_data_of(roles))
    assert network.epochs >= epochs, dict(
        hint="q7.too-few-epochs", epochs=epochs, found=network.epochs
    )
    assert network.epochs == epochs, dict(
        hint="q7.too-many-epochs", epochs=epochs, found=network.epochs
    )


def _check_numbers(row, network, epochs):
    """Look at each result of a row, which must be the network's after its last epoch."""
    fraction, cost = row["accuracy"], row["validation_cost"]
    assert 0 <= fraction <= 1, dict(hint="q7.accuracy", found=fraction)
    found = network.number(row["training_cost"])
    assert network.holds(row, "training_cost"), dict(
        hint="q7.other-training-cost", epochs=epochs, found=row["training_cost"],
        which=_which(found),
    )  # fmt: skip
    for key, value in (("validation_cost", cost), ("accuracy", fraction)):
        found = network.number(value)
        assert network.holds(row, key), dict(
            hint="q7.other-number", epochs=epochs, key=key, found=value,
            which=_which(found),
        )  # fmt: skip


def test_fresh_weights(submission, digits):
    """run_experiments starts every row with new weights

    Whether the network of each row starts from weights of its own.
    """
    grid = {"learning_rate": [0.01, STILL]}
    (first, before), (row, network) = _experiments(submission, digits, grid, epochs=3)
    if row["learning_rate"] == 0.01:
        (first, before), (row, network) = (row, network), (first, before)
    gone_on = network.made == before.made and network.epochs > 3
    assert not gone_on and abs(network.fallen or 0) < 0.3, dict(
        hint="q7.gone-on", rate=STILL, found=row["validation_cost"]
    )
