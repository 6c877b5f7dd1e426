"""q7: experiments with hyperparameters."""

RESULTS = ("training_cost", "validation_cost", "accuracy")
STILL = 1e-8  # a learning rate that changes nothing
DEFAULTS = {"num_hidden": 64, "learning_rate": 0.001, "batch_size": 32}


def _experiments(submission, digits, grid, epochs):
    """The rows for networks that are trained on 200 images, with what is known of them."""
    table = submission.run_experiments(
        grid, digits.patterns(200), digits.patterns(100, start=200), epochs=epochs
    )
    combinations = 1
    for values in grid.values():
        combinations *= len(values)
    assert len(table.rows) == combinations, (
        f"A grid of {' by '.join(str(len(values)) for values in grid.values())} values made"
        f" {len(table.rows)} rows; expected {combinations}."
    )
    for row in table.rows:
        for key, values in grid.items():
            assert row.get(key) in values, f"A row does not name its {key}: found {row.get(key)!r}."
        for key in RESULTS:
            assert isinstance(row.get(key), float), f"A row has no number under `{key}`."
    trouble = table.trouble()
    assert not trouble, trouble
    return [(row, table.network(row)) for row in table.rows]


def _name(row, grid):
    return ", ".join(f"{key} {row[key]:g}" for key in grid)


def test_values(submission, digits):
    """run_experiments honours every value of the grid

    What each network is made and trained with, for grids of other keys and values.
    """
    grid = {"num_hidden": [16, 40], "learning_rate": [STILL, 0.01], "batch_size": [16, 200]}
    own = {}  # networks that were trained by a loop of the student's
    for row, network in _experiments(submission, digits, grid, epochs=2):
        _check_values(row, network, _name(row, grid))
        if not network.runs:
            own[tuple(row[key] for key in grid)] = network
    for (size, rate, batch), network in own.items():
        learnt = own.get((size, 0.01, batch))
        if rate == STILL and learnt:  # first weights are random, and so is a little of the cost
            assert abs(network.fallen) < learnt.fallen / 2, (
                f"A learning rate of {STILL:g} learns nothing, yet it changed the cost by"
                f" {network.fallen:.3f}; with 0.01 it fell by {learnt.fallen:.3f}. Look at what"
                " train is given."
            )
        elif rate == 0.01:
            assert network.fallen > 0.1, (
                f"A learning rate of 0.01 lowers the cost here by more than 0.1; for num_hidden"
                f" {size:g} and batch_size {batch:g} it fell by {network.fallen:.3f}. Look at what"
                " train is given."
            )
        few = own.get((size, 0.01, 200))
        if (rate, batch) == (0.01, 16) and few:
            assert network.cost < 0.7 * few.cost, (
                "Small batches mean more steps an epoch and a lower cost here, but batch_size made"
                " no such difference. Look at what train is given."
            )
    for grid in ({"batch_size": [50]}, {"num_hidden": [7]}):
        ((row, network),) = _experiments(submission, digits, grid, epochs=1)
        assert network.num_hidden == row.get("num_hidden", 64), (
            f"A grid without num_hidden made a network of {network.num_hidden} hidden units; a key"
            " that is absent keeps its default."
        )
        _check_values(DEFAULTS | row, network, f"{_name(row, grid)} and defaults")
    trouble = submission.default_trouble("run_experiments", epochs=1)
    assert not trouble, trouble


def _check_values(row, network, name):
    """Compare a row's values with those that its network was made and trained with."""
    assert network.num_hidden == row["num_hidden"], (
        f"The row for {name} holds the numbers of a network of {network.num_hidden} hidden units."
        " Look at what num_hidden does to the network."
    )
    if not network.runs:
        return
    size, rate = network.runs[-1].batch_size, network.runs[-1].learning_rate
    assert size == row["batch_size"], (
        f"The network of the row for {name} was trained in batches of {size}: batch_size made no"
        " difference to it. Look at what train is given."
    )
    assert abs(rate - row["learning_rate"]) < 1e-12, (
        f"The network of the row for {name} was trained with a learning rate of {rate:g}. Look at"
        " what train is given."
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
    assert last < 0.7 * first, (
        f"After 1 epoch the network's cost on the training data is {first:.3f}, after 6 it is"
        f" {last:.3f}; it should fall by far more here. Look at how epochs is used."
    )


def _check_epochs(network, epochs):
    """Compare the epochs that a network was trained for with those asked for."""
    if not network.runs:
        return
    roles = {run.role for run in network.runs}
    assert roles == {"training"}, (
        f"A network was trained on {' and '.join(sorted(roles))} data; expected all of"
        " training_data and nothing else."
    )
    assert network.epochs >= epochs, (
        f"With epochs={epochs} a network was trained for {network.epochs}. Look at how epochs is"
        " used."
    )
    assert network.epochs == epochs, (
        f"A single row with epochs={epochs} went through the training data {network.epochs} times."
        " Look at how often each network is trained."
    )


def _check_numbers(row, network, epochs):
    """Look at each result of a row, which must be the network's after its last epoch."""
    fraction, cost = row["accuracy"], row["validation_cost"]
    assert 0 <= fraction <= 1, f"accuracy is {fraction:g}; expected a fraction in [0, 1]."
    found = network.number(row["training_cost"])
    assert network.holds(row, "training_cost"), (
        f"With epochs={epochs} the training cost is {row['training_cost']:.3f}"
        f"{found and f', which is {found}'}. Look at which of the costs is in the row: the one on"
        " the training data, after the last epoch."
    )
    for key, value in (("validation_cost", cost), ("accuracy", fraction)):
        found = network.number(value)
        assert network.holds(row, key), (
            f"With epochs={epochs} {key} is {value:.3f}{found and f', which is {found}'}. Look at"
            " which number is in the row: the one on the validation data, after the last epoch."
        )


def test_fresh_weights(submission, digits):
    """run_experiments starts every row with new weights

    Whether the network of each row starts from weights of its own.
    """
    grid = {"learning_rate": [0.01, STILL]}
    (first, before), (row, network) = _experiments(submission, digits, grid, epochs=3)
    if row["learning_rate"] == 0.01:
        (first, before), (row, network) = (row, network), (first, before)
    gone_on = network.made == before.made and network.epochs > 3
    assert not gone_on and abs(network.fallen or 0) < 0.3, (
        f"The row with a learning rate of {STILL:g} reached the cost {row['validation_cost']:.2f}:"
        " it went on with the weights of another row."
    )
