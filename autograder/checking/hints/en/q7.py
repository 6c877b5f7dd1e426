"""q7 in English: the lines of its public checks, and where to look."""

LINES = {
    "q7.rows": (
        "The rows are for {found}; expected the 4 combinations {expected}, each once.",
        "grid",
    ),
    "q7.row-without-values": (
        "A row does not say which values it is for; expected those of the grid beside the results."
        " Look at whether they were put into the row, and whether something took them out again.",
        "rows",
    ),
    "q7.values-as-text": (
        "The rows hold texts; expected the grid's own values.",
        "rows",
    ),
    "q7.same-row": (
        "All rows are the same, those of the last combination: one dict that is added again and"
        " again is one row, seen several times. Look at where the dict of a row is made.",
        "rows",
    ),
    "q7.combinations": (
        "Look at how the values are combined, and at where the loops end.",
        "grid",
    ),
    "q7.result-missing": (
        "A row has no number under {key}; expected training_cost, validation_cost, accuracy in"
        " every row.",
        "rows",
    ),
    "q7.swapped": (
        "The validation cost is such a fraction, so cost and accuracy may be swapped: look at the"
        " order of what evaluate returns.",
        "rows",
    ),
    "q7.cost-for-accuracy": (
        "It is the validation cost: look at which of the two numbers goes where.",
        "rows",
    ),
    "q7.default-num-hidden": (
        "A grid without num_hidden made a network of {found} hidden units; a key that is absent"
        " keeps its default.",
        "grid",
    ),
    "q7.per-cent": ("It may be in per cent.", "rows"),
    "q7.accuracy": ("accuracy is {found:g}; expected a fraction in [0, 1].", "rows"),
    "q7.trouble": ("{trouble}.", "fresh-networks"),
    "q7.shared-network": (
        "MLP was made with num_hidden {made}, for rows of 4 and of 8: networks were made {networks}"
        " times for {rows} rows, so that several rows share one network. Look at where it is made,"
        " for it goes on with the weights of another row.",
        "fresh-networks",
    ),
    "q7.goes-on": (
        "Networks were made {networks} times for {rows} rows, so a row goes on with the weights of"
        " another: look at where the network of a row is made.",
        "fresh-networks",
    ),
    "q7.num-hidden": (
        "MLP was made with num_hidden {made}, for rows of 4 and of 8. Look at what num_hidden does"
        " to the network.",
        "grid",
    ),
    "q7.one-for-each-rate": (
        "A grid of the learning rates {rates} made {found} rows; expected one for each.",
        "grid",
    ),
    "q7.rows-kept": (
        "Some are for other values than those of this grid: a second call goes on with the rows of"
        " the first. Look at where the list is made.",
        "grid",
    ),
    "q7.cost-does-not-fall": (
        "With epochs=1 the training cost is {before:.3f}, with epochs=6 {after:.3f}; it should fall"
        " by far more here.",
        "rows",
    ),
    "q7.costs-swapped": (
        "The validation cost falls instead, so the two costs look swapped: look at which cost is in"
        " which place.",
        "rows",
    ),
    "q7.epochs": (
        "Look at how epochs is used, and at which epoch's cost is in the row: expected the one"
        " after the last epoch.",
        "rows",
    ),
    "q7.which-data": (
        "Here the validation data have other labels than a network learns from the training data,"
        " so they cost more; a row has the training cost {training:.3f} and the validation cost"
        " {validation:.3f}. Look at which cost is in which place, and at what the network is"
        " trained on: training_data; and measured on: validation data.",
        "rows",
    ),
    "q7.other-data": ("A network is trained on other data than `training_data`.", ""),
    "q7.part-of-data": (
        "At least a quarter of training_data is never read. Look at what train gets: expected all"
        " of it, for every network.",
        "fresh-networks",
    ),
    "q7.accuracy-of-which-data": (
        "Here the validation data have other labels than a network learns from the training data,"
        " so it gets nearly all of them wrong; a row has the accuracy {found:.3f}. Look at what the"
        " accuracy is measured on.",
        "rows",
    ),
    "q7.measured-early": (
        "Training brought the training cost down to {training:.3f}, but the validation cost is"
        " {validation:.3f}, as if by guessing, though the validation data are of the same kind."
        " Look at when a network is measured: expected after its training, not before.",
        "rows",
    ),
    "q7.tiny-rate": (
        "A learning rate of {rate:g} changes nothing, so the cost stays near that of guessing,"
        " {CHANCE:.1f}; in its row the training cost is {found:.3f}.",
        "fresh-networks",
    ),
    "q7.rate-or-row": (
        "Either it went on with the weights of another row, or the row holds another network's"
        " numbers, or the rate does not arrive: look at what train is given.",
        "fresh-networks",
    ),
    "q7.rate": (
        "A learning rate of 0.01 lowers the cost in 3 epochs; in its row the training cost is"
        " {found:.3f}. Look at what train is given.",
        "grid",
    ),
}

CONCEPTS = {
    "grid": (
        """The grid names hyperparameters and gives a list of values for each. The experiments
        are all combinations: every value of the first with every value of the second, and so
        on; 2 values and 3 values make 6 rows, not 3. Some values belong to the network,
        `num_hidden`, and some to its training, `learning_rate` and `batch_size`; each has to
        arrive where it belongs. A key that the grid does not have keeps its default, so do not
        take all of them for granted. What stands inside the innermost loop happens once for a
        combination, and a `return` there ends everything after the first. Write the expected
        rows of a small grid on paper, and compare.""",
        "q7: experiments (extra)",
    ),
    "rows": (
        """A row is a dict that says what was tried and what came of it: the values of the grid
        for this combination, and three results as plain numbers. The training cost and the
        validation cost are those of the last epoch, of the many that train returns; the
        accuracy is a fraction, measured on the validation data after training. Each row is a
        dict of its own: one dict that is filled again and again, and appended each time, is the
        same row many times, with the last values in it. Look at where the dict is made, at
        which entry of which list goes under which key, and at the data that each number is
        measured on.""",
        "q7: experiments (extra)",
    ),
    "fresh-networks": (
        """An experiment compares values of hyperparameters, so everything else must be equal:
        each combination trains a network of its own, from new first weights, on the same
        training data, for the same number of epochs. A network that is made once, before the
        loops, goes on from where the last combination left it; then later rows look better only
        because they were trained for longer, and a network for one `num_hidden` serves rows of
        another. Make the network by calling MLP, train it by train and measure it by evaluate,
        in the same process. Look at which line makes the network, and how often it runs; print
        a line there and count.""",
        "q7: experiments (extra)",
    ),
}

ROWS = {
    "calling.run_experiments": ("run_experiments(…)", "a list of dicts", "{raised}"),
    "q7.accuracy": ("accuracy", "from 0 to 1", "{found:.4g}"),
    "q7.accuracy-of-which-data": ("accuracy", "that of the validation data", "{found:.3f}"),
    "q7.measured-early": ("validation_cost", "near {training:.3f}", "{validation:.3f}"),
    "q7.num-hidden": ("num_hidden of the networks", "4 and 8", "{made}"),
    "q7.default-num-hidden": ("num_hidden of the network", "the default", "{found}"),
    "q7.one-for-each-rate": ("number of rows", "2", "{found}"),
    "q7.which-data, q7.other-data": (
        "data that networks are trained on",
        "training_data",
        "others as well",
    ),
    "q7.rate": (
        "training_cost, learning_rate=0.01",
        "far below that of untrained weights",
        "{found:.3f}",
    ),
    "q7.result-missing": ("numbers of a row", "all three", "without {key}"),
    "q7.shared-network": ("networks made by MLP", "{rows}", "{networks}"),
    "q7.which-data": ("validation_cost", "above {training:.3f}", "{validation:.3f}"),
}
