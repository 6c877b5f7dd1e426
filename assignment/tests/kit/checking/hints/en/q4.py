"""q4 in English: the lines of the public checks of training_epoch, and where to look."""

LINES = {
    "q4.idle": (
        "After an epoch no weight has changed.",
        "one-batch",
    ),
    "q4.no-step": (
        "The optimizer was never told to take a step: every batch needs a backward pass, and then"
        " one. A name without parentheses calls nothing.",
        "one-batch",
    ),
    "q4.gradient-missing": (
        "The optimizer's step was called, but found no gradient of this network: look at whether"
        " the backward pass is there and really called (a name without parentheses calls nothing),"
        " whether the gradient is cleared between it and the step, and whether it is the given"
        " network that is trained, not a copy.",
        "one-batch",
    ),
    "q4.other-network": (
        "The network that training_epoch is given was never run: look at which network predicts.",
        "one-batch",
    ),
    "q4.single-samples": (
        "Each step was on a single sample, the first ones of the data, as many as there are"
        " batches: a loader gives its batches in a loop over it, and none by number.",
        "loop-over-batches",
    ),
    "q4.by-hand": (
        "The optimizer took no step at all: the weights were changed by hand, or by something else."
        " Expected the given optimizer's step, and nothing else, to change them.",
        "given-optimizer",
    ),
    "q4.summed": (
        "The gradient is that of the sum over a batch's samples; expected that of their mean: look"
        " at which number goes backward.",
        "one-batch",
    ),
    "q4.uphill": (
        "An epoch took the cost from {before:.4f} to {after:.4f}; it should fall. Look at the"
        " gradient's sign, and whether gradients are cleared between batches.",
        "one-batch",
    ),
    "q4.not-downhill": (
        "The cost has fallen, but the weights have moved against {share:.0%} of its gradient only;"
        " gradient descent moves them against nearly all of it. Look at whether every batch gets a"
        " backward pass, and then a step of the optimizer.",
        "one-batch",
    ),
    "q4.epoch-cost": (
        "With a learning rate that changes little the mean cost per sample of these 50 samples is"
        " {expected:.4f}; yours is {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.other-optimizer": (
        "The weights have moved far, though the given optimizer's learning rate is tiny: look at"
        " which optimizer takes the steps. Expected the given optimizer, and no other.",
        "given-optimizer",
    ),
    "q4.sum-of-batches": (
        "It is the sum of the batches' costs; expected the mean.",
        "mean-of-an-epoch",
    ),
    "q4.sum-of-samples": (
        "It is the sum over all samples; expected the mean.",
        "mean-of-an-epoch",
    ),
    "q4.last-cost": ("It is the cost of the last batch only.", "mean-of-an-epoch"),
    "q4.mean-of-batches": (
        "It averages the batches, whatever their sizes; the last one is shorter: look at how"
        " batches are averaged.",
        "mean-of-an-epoch",
    ),
    "q4.divided-twice": (
        "The costs of the batches are means already, and their sum is divided by the number of all"
        " samples.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-batches": (
        "It is the sum over all samples, divided by the number of batches: look at the divisor.",
        "mean-of-an-epoch",
    ),
    "q4.last-batch-of-all": (
        "It is the cost of the last batch only, divided as if all were in it: look at what is added"
        " up. `=+` sets a value; `+=` adds to it.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-full-batches": (
        "It is the sum over all samples, divided as if the last batch were full: count the samples"
        " that there are.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-last-batch": (
        "It is the sum over all samples, divided by the size of the last batch: look at what counts"
        " the samples. `=+` sets a value; `+=` adds to it.",
        "mean-of-an-epoch",
    ),
    "q4.how-averaged": (
        "Look at how batches are averaged; the last one is shorter.",
        "mean-of-an-epoch",
    ),
    "q4.of-a-batch": (
        "A single batch shows it, too: look at which samples count, and at what is done to their"
        " images and to their cost.",
        "mean-of-an-epoch",
    ),
    "q4.cost-of-no-training": (
        "The cost is right, but belongs to no training: with a learning rate of {rate:g} the"
        " weights have moved against {share:.0%} of its gradient; expected nearly all of it. Look"
        " at whether every batch gets a backward pass, and then a step of the optimizer.",
        "one-batch",
    ),
    "q4.wrong-weights": (
        "After several batches the weights are not where gradient descent takes them.",
        "one-batch",
    ),
    "q4.gradients-leak": (
        "They are where they come to when gradients leak from one batch into the next: look at"
        " where gradients are cleared.",
        "clearing",
    ),
    "q4.one-step-at-the-end": (
        "They are where one step at the end takes them; every batch gets a step of its own.",
        "one-batch",
    ),
    "q4.first-batch-only": (
        "Only the first batch was used; every batch of the loader must be: look at where the loop"
        " ends.",
        "loop-over-batches",
    ),
    "q4.first-batch-always": (
        "The first batch was used again and again; every batch of the loader must be used, once.",
        "loop-over-batches",
    ),
    "q4.last-batch-skipped": (
        "The last, shorter batch was not used; every batch of the loader must be.",
        "loop-over-batches",
    ),
    "q4.loop-ends-early": (
        "Only the first few batches were used; every batch of the loader must be: look at what ends"
        " the loop.",
        "loop-over-batches",
    ),
    "q4.two-steps": (
        "They are where two steps for each batch take them; expected exactly one backward pass and"
        " one step.",
        "one-batch",
    ),
    "q4.batches-twice": (
        "They are where they come to when every batch is used twice; an epoch uses each of them"
        " once.",
        "loop-over-batches",
    ),
    "q4.steps": (
        "Look at the order of backward pass and step, at where gradients are cleared, whether each"
        " batch comes once and gets a step of its own, and whether the gradient is that of the cost"
        " that is returned, neither clipped nor scaled.",
        "one-batch",
    ),
    "q4.first-layer-still": (
        "The weights of the first layer have not moved, so nothing tells the network's mode.",
        "one-batch",
    ),
    "q4.blank-pixels": (
        "Weights of pixels that are 0 in all of the images have moved. So something changes them"
        " beside the images: look at what is done to the images, and at what is added to the cost.",
        "one-batch",
    ),
    "q4.not-in-training-mode": (
        "The network was not in training mode during the epoch: the weights of pixels that it drops"
        " in training have moved. Look at the modes of a module, and at whether what sets them is"
        " called: its name without parentheses does nothing.",
        "modes",
    ),
    "q4.not-the-given-optimizer": (
        "With an optimizer whose learning rate is too small to change anything, the weights changed"
        " all the same. Expected the given optimizer, and no other, to change them.",
        "given-optimizer",
    ),
    "q4.given-optimizer-idle": (
        "With an optimizer whose learning rate is 0.01, the weights have moved against {share:.0%}"
        " of the cost's gradient; expected nearly all: the given optimizer took no step.",
        "given-optimizer",
    ),
    "q4.graphs-kept": (
        "At one of 10 steps the graphs of {most} earlier batches were still in memory. A cost that"
        " is a tensor keeps its graph: look at what is added up or kept for later.",
        "graphs",
    ),
    "q4.device": (
        "{trouble}. The network and every batch, images and labels, belong on `device`, and so does"
        " what other functions are asked to do. A network moves itself; of a tensor, moving makes a"
        " new one.",
        "device",
    ),
}

CONCEPTS = {
    "one-batch": (
        """For each batch four things happen, and their order matters. The network predicts the
        batch (forward pass), the cost compares the prediction with the labels, the backward pass
        leaves in every parameter the gradient of that cost, and the optimizer moves every parameter
        a little against its gradient. Gradients of an earlier batch must be gone before the
        backward pass, and those of this batch must still be there when the optimizer takes its
        step. Each batch has exactly one backward pass and one step. A call without parentheses does
        nothing and is no error: check that each of these lines really calls something. Then go
        through the loop with two batches on paper.""",
        "q4: training",
    ),
    "clearing": (
        """PyTorch adds the gradients of every backward pass to those that are there already. That
        is useful for some methods, but here each batch should move the weights by its own gradient
        only. If nothing clears the gradients, the second batch steps along the sum of the first
        two, the third along the sum of three, and so on: the steps become larger and point into old
        directions. The first batch is right, which is why the mistake is easily overlooked. Look at
        where gradients are cleared: once for every batch, and at a place where the gradient that is
        about to be used is not lost. Check, too, that the line calls its function.""",
        "q4: training",
    ),
    "loop-over-batches": (
        """An epoch is one pass over the data: the loader gives every batch once, also a short one
        at the end, and the body of the loop does its work for each. What stands at the indentation
        of the loop's body happens for each batch; what stands one level further left happens after
        the last one. A function ends at the first `return` that it meets. A new iterator over the
        loader begins at its first batch again. Print the size of each batch in the body of the
        loop, run the check with -s, and compare how many lines appear with how many batches there
        are.""",
        "q4: training",
    ),
    "mean-of-an-epoch": (
        """The cost of an epoch is the mean over its samples, each batch measured just before its
        own step. cost_function gives the mean of one batch. Batches may have different sizes, for
        the last one is often shorter: so means of batches cannot simply be averaged; a batch of 10
        must count half as much as one of 20. Think of what you add up for each batch, so that the
        sum is over samples, and of what you divide by at the end. The order matters as well: a cost
        that is measured after the step, or after the epoch, belongs to other weights, which know
        these samples already.""",
        "q4: training",
    ),
}

ROWS = {
    "calling.train": ("train(…)", "two lists of floats", "{raised}"),
    "calling.training_epoch": ("training_epoch(…)", "a float", "{raised}"),
    "q4.first-layer-still": ("weights of the first layer", "changed", "the same"),
    "q4.given-optimizer-idle": ("moved against the gradient", "above 80%", "{share:.0%}"),
}
