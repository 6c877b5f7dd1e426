"""q4 in English: the lines of the public checks of train, and where to look."""

LINES = {
    "q4.lists-kept": ("A second call goes on with the lists of the first.", "epochs"),
    "q4.stopped-early": (
        "It stopped where the validation cost rose: `epochs` says how many passes there are, and"
        " each has a cost in both lists.",
        "epochs",
    ),
    "q4.only-one-epoch": (
        "Those are the costs of one epoch: look at where the lists are made, and at where the loop"
        " over the epochs ends.",
        "epochs",
    ),
    "q4.one-epoch-too-few": (
        "That is one epoch too few: look at where the loop over the epochs begins and ends.",
        "epochs",
    ),
    "q4.one-epoch-too-many": (
        "That is one epoch too many: look at where the loop over the epochs begins and ends.",
        "epochs",
    ),
    "q4.one-list-for-both": (
        "That is twice as many: look at whether both names stand for the same list.",
        "epochs",
    ),
    "q4.number-of-costs": (
        "train(epochs=8) returned {training} training costs and {validation} validation costs;"
        " expected 8 of each.",
        "epochs",
    ),
    "q4.cost-does-not-fall": (
        "The training cost went from {first:.4f} to {last:.4f} in 8 epochs; it should fall by more"
        " than a twentieth.",
        "epochs",
    ),
    "q4.cost-rises": (
        "The network itself has learnt: its cost on these data is {after:.4f} now. Look at which"
        " number stands for an epoch, and at whether its sum begins at 0 each time.",
        "epochs",
    ),
    "q4.idle-parts": (
        "A part of the network has not changed at all: {idle} of its {count} tensors of weights or"
        " biases."
        " Look at what the optimizer is given, and whether train works on the network itself.",
        "optimizer",
    ),
    "q4.decayed": (
        "The weights themselves have shrunk, by far more than the data ask for: look at a decay"
        " among the optimizer's arguments, and at its learning rate.",
        "optimizer",
    ),
    "q4.small-steps": (
        "The steps were far too small: on average a weight has moved by {moved:.2g}, and AdamW"
        " moves it by about the learning rate, {rate:g}, at each step. Look at which optimizer"
        " takes the steps, and at the learning rate it gets.",
        "optimizer",
    ),
    "q4.starts-again": (
        "Look at whether every epoch goes on from the last one's weights.",
        "epochs",
    ),
    "q4.validation-cost": (
        "The last validation cost is {found:.4f}, but the trained network's cost on the validation"
        " data is {expected:.4f}.",
        "validation",
    ),
    "q4.accuracy-listed": ("It is the accuracy.", "validation"),
    "q4.lists-swapped": ("The lists are the wrong way round.", "validation"),
    "q4.trained-a-copy": (
        "The network that train was given is still as it was: look at which one is trained.",
        "epochs",
    ),
    "q4.validated-on-training-data": ("It is the cost on the training data.", "validation"),
    "q4.trained-on-validation-data": (
        "The network was trained on the validation data, too, or on nothing else. They are there to"
        " measure it on what it has not learnt from.",
        "validation",
    ),
    "q4.validated-early": (
        "It is the cost from before the last epoch: look at when the network is measured, and on"
        " which data.",
        "validation",
    ),
    "q4.validation": (
        "Look at when the network is measured, and on which data.",
        "validation",
    ),
    "q4.validated-once": (
        "All 8 validation costs are {found:.4f}, though the network changes from epoch to epoch:"
        " look at when it is measured. Expected after each epoch, not after the last one only.",
        "validation",
    ),
    "q4.network-unchanged": (
        "Computed from the network's weights, its cost on the training data went from {before:.4f}"
        " to {after:.4f} in 8 epochs; it should fall by more than a twentieth. Look at whether"
        " train changes the network that it is given.",
        "epochs",
    ),
    "q4.first-training-cost": (
        "In an epoch of one batch the training cost is that of the first weights, {expected:.4f},"
        " each batch measured before its own step; train returned {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.started-anew": (
        "After one small step the weights are far from those that the network came with: train"
        " starts from new weights. Expected that it goes on from the old ones.",
        "mean-of-an-epoch",
    ),
    "q4.measured-later": (
        "After the epoch, not during it, the network costs {later:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.batch-size-ignored": (
        "With batch_size=160 and 160 samples the optimizer took {steps} steps; expected 1. Look at"
        " how batch_size is used.",
        "options",
    ),
    "q4.second-epoch": (
        "With one batch an epoch the training costs were {first:.4f} and {second:.4f}; after the"
        " first epoch the network costs {expected:.4f}. Every epoch goes on from the last one's"
        " weights, and its cost is measured before its steps.",
        "epochs",
    ),
    "q4.sums-kept": (
        "It holds the first epoch's cost as well: look at where the sums begin at 0.",
        "mean-of-an-epoch",
    ),
    "q4.train-not-downhill": (
        "After an epoch of one batch the weights have moved against {share:.0%} of the cost's"
        " gradient on the training data; expected nearly all of it. Look at what train learns from,"
        " and at what the optimizer is given.",
        "optimizer",
    ),
    "q4.learns-from": (
        "8 epochs took {learnt:.2f} off the cost on the training data and {misled:.2f} off that on"
        " the same images with other labels, the validation data.",
        "validation",
    ),
    "q4.no-validation-cost": ("train returned no validation cost.", "validation"),
    "q4.validated-in-training-mode": (
        "The network was in training mode while it was validated. Look at the modes of a module.",
        "modes",
    ),
    "q4.no-optimizer": (
        "No optimizer took a step on the network that train was given.",
        "optimizer",
    ),
    "q4.several-optimizers": (
        "{several} optimizers took the steps of 4 epochs, and {usual} those of a single epoch. An"
        " optimizer remembers earlier steps: look at where it is made, once for the whole run.",
        "optimizer",
    ),
    "q4.steps-in-all": (
        "With epochs=4 and batch_size=40 the optimizer took {steps} steps over 160 training"
        " samples, as many as with batches of {size:.0f}; expected 40 each, so 16 steps.",
        "options",
    ),
    "q4.not-shuffled": (
        "Two trainings went through the training data in the same order; it should be shuffled.",
        "options",
    ),
    "q4.same-order-each-epoch": (
        "Both epochs of a training had the same batches: expected a new order each epoch. Look at"
        " what is done once for each epoch and fixes the order, such as a seed, and whether the"
        " batches are drawn anew.",
        "options",
    ),
    "q4.rate-ignored": (
        "With learning_rate={rate:.10f} the weights changed. Look at what is passed to the"
        " optimizer.",
        "options",
    ),
}

CONCEPTS = {
    "epochs": (
        """train runs training_epoch several times on the same network, which goes on from where the
        last epoch left it, and measures it on the validation data after each. So there are as many
        training costs as epochs, and as many validation costs. The network that is changed is the
        one that came in as an argument: neither a copy nor a new one, for whoever called train
        looks at it afterwards. Look at what stands inside the loop over epochs and what before it:
        the network, the optimizer and the lists exist once for the whole run. Count the passes of
        the loop for epochs=2 by hand.""",
        "q4: training",
    ),
    "optimizer": (
        """train makes one AdamW for the whole run. It needs two things: what it shall change, all
        parameters of the network, and the learning rate that train was given. A module has a method
        that gives all of its parameters; the module itself is no list of them. AdamW adapts the
        size of each step, so a weight moves by about the learning rate at every step, however small
        its gradient is; plain gradient descent with the same rate moves much less. It also
        remembers earlier gradients, which is lost when it is made anew in each epoch. Other
        arguments, such as a weight decay, stay at their defaults.""",
        "q4: training",
    ),
    "validation": (
        """Training and validation data have different tasks. From the training data the network
        learns: they go through training_epoch. The validation data it never learns from: they are
        only measured, after each epoch, in evaluation mode, and their cost says how well the
        network does on images it has not seen. If they were used for learning, too, they could not
        tell that any more. Look at which of the two arguments goes into the loader for training and
        which into the measurement; at which number of the measurement is kept, for there are a cost
        and an accuracy; and at the order in which the two lists are returned.""",
        "q4: training",
    ),
    "options": (
        """Whoever calls train chooses the number of epochs, the size of the batches and the
        learning rate. A value that is written into the code in place of an argument works as long
        as the caller happens to want the same one, and is silently wrong otherwise. Follow each
        argument through your function: the epochs to the loop, the batch size to the loader, the
        learning rate to the optimizer. The training data come in a new order in each epoch, which
        make_loader does if it is asked to; the same order again and again makes the network follow
        that order.""",
        "q4: training",
    ),
}

ROWS = {
    "q4.idle-parts": ("weights and biases that stay as they are", "0", "{idle}"),
    "q4.learns-from": ("fall of the training cost", "at least {least:.2f}", "{learnt:.2f}"),
    "q4.no-optimizer": ("steps of the optimizer", "16", "0"),
    "q4.no-validation-cost": ("validation_costs", "8 floats", "[]"),
    "q4.not-shuffled": ("weights, with the data in another order", "changed", "the same"),
    "q4.number-of-costs": ("how many costs", "8 and 8", "{training} and {validation}"),
    "q4.rate-ignored": ("weights, with another learning_rate", "changed", "the same"),
    "q4.same-order-each-epoch": ("batches of the second epoch", "others", "the same"),
    "q4.several-optimizers": ("optimizers in 4 epochs", "{usual}", "{several}"),
    "q4.second-epoch": ("training_costs[1]", "{expected:.4f}", "{second:.4f}"),
    "q4.validated-once": ("validation_costs", "others after each epoch", "8 times {found:.4f}"),
    "q4.steps-in-all": ("steps in 4 epochs", "16", "{steps}"),
    "q4.train-not-downhill": ("moved against the gradient", "above 80%", "{share:.0%}"),
    "q4.learns-from, q4.trained-on-validation-data": (
        "fall of the validation cost",
        "below 0.2",
        "{misled:.2f}",
    ),
    "q4.validated-in-training-mode": ("validation_costs[-1]", "{expected:.4f}", "{found:.4f}"),
    "q4.validation-cost": ("validation_costs[-1]", "{expected:.4f}", "{found:.4f}"),
}
