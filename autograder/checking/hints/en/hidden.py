"""The lines of hidden checks in English; their concepts are those of public checks."""

LINES = {
    "all.hidden-accuracy": (
        "Trained in the grader's own way, {network} got {found:.1%} of the hidden images right;"
        " {threshold:.1%} are needed. Look at its layers and at whether all of them are trained.",
        "registered",
    ),
    "all.shown-layer": (
        "When what one of its layers finds is exchanged between the images, the trained {network}"
        " still gets {found:.1%} of the hidden ones right, so its answers come from elsewhere. Look"
        " at what it computes beside its layers.",
        "registered",
    ),
    "q1.length": (
        "train={train} loads {found} images; this folder has {expected}.",
        "which-images",
    ),
    "q1.shapes": ("Images have the shapes {found}; expected {IMAGE_SHAPE}.", "items"),
    "q1.pixels": (
        "With train={train} the pixels are not those in the files, or not in their order. Expected"
        " the value of each pixel divided by 255, and nothing else changed.",
        "items",
    ),
    "q1.labels": (
        "With train={train}, {wrong} of {count} labels do not belong to their image.",
        "items",
    ),
    "q3.not-one-number-of-many": (
        "For {count} samples cost_function returned the shape {shape}; expected a scalar.",
        "mean-cost",
    ),
    "q3.not-finite": (
        "For {count} samples the cost is {expected:.4f}; yours is {found}. That happens when it"
        " takes the logarithm of log-probabilities, which are negative.",
        "log-probabilities",
    ),
    "q3.value": (
        "For {count} samples the cost is {expected:.4f}; yours is {found:.4f}.",
        "likelihood",
    ),
    "q3.arguments": (
        "Look at how it uses its arguments, and at the number of samples it divides by.",
        "mean-cost",
    ),
    "q3.slope": (
        "The gradient at the right classes is {found}…; for a mean over 8 samples expected"
        " {expected}. Look at how the batch is averaged.",
        "gradient-of-the-cost",
    ),
    "q5.dataset-cost": (
        "On a dataset of {count} the mean cost is {expected:.4f}; evaluate says {found:.4f}.",
        "whole-dataset",
    ),
    "q5.added-up": (
        "Look at how the batches are added up, the last and shorter one included.",
        "whole-dataset",
    ),
    "q5.dataset-accuracy": (
        "On a dataset of {count} the accuracy is {expected:.4f}; {name} says {found:.4f}.",
        "accuracy",
    ),
    "q5.how-hits-are-counted": (
        "Look at how hits are counted, over the whole dataset, and at which class is taken for the"
        " prediction: argmax over the {CLASSES} classes, an image at a time.",
        "accuracy",
    ),
    "q4.first-cost": (
        "It is the cost of the first batch only: look at where the loop ends.",
        "loop-over-batches",
    ),
    "q4.after-its-step": (
        "It measures each batch after its step; expected just before its own step.",
        "mean-of-an-epoch",
    ),
    "q4.averaging": ("Look at how the costs of the batches are averaged.", "mean-of-an-epoch"),
    "q4.one-step": (
        "After one batch the weights are not where one step of the optimizer takes them. Expected"
        " exactly one backward pass and one step for each batch, with the gradient of its mean"
        " cost, neither clipped nor scaled.",
        "one-batch",
    ),
    "q4.cost-of-one-batch": (
        "The cost of the only batch is {expected:.4f}; training_epoch returned {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.several-steps": (
        "After several batches the weights are not where gradient descent takes them. Look at where"
        " gradients are cleared, and whether each batch comes once and gets a step of its own.",
        "one-batch",
    ),
    "q4.cost-of-an-epoch": (
        "The mean cost per sample is {expected:.4f}; training_epoch returned {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.numbers-of-costs": (
        "train(epochs={epochs}) returned {training} training costs and {validation} validation"
        " costs; expected {epochs} of each.",
        "epochs",
    ),
    "q4.trained-in-another-mode": (
        "The network was not in training mode while it was trained. Look at the modes of a module.",
        "modes",
    ),
    "q4.cost-after-the-epoch": (
        "The first training cost, {found:.4f}, is what the trained network has after the epoch;"
        " expected the mean of what the batches cost during it, each before its own step.",
        "mean-of-an-epoch",
    ),
    "q4.cost-of-the-first-weights": (
        "In an epoch of one batch the training cost is that of the first weights, {expected:.4f};"
        " train returned {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.large-gradients": (
        "After an epoch of one batch {share:.0%} of the weights with a large gradient on the"
        " training data have moved against it; expected nearly all. Look at what train learns from,"
        " and at what the optimizer is given.",
        "optimizer",
    ),
    "q4.hidden-accuracy": (
        "Trained by your train, the grader's network got {found:.1%} of the hidden glyphs right;"
        " {threshold:.1%} are needed. Look at the optimizer and at the learning rate.",
        "optimizer",
    ),
    "q7.number-of-rows": (
        "A grid of {grid} values made {found} rows; expected {expected}.",
        "grid",
    ),
    "q7.value-not-named": ("A row does not name its {key}: found {found!r}.", "rows"),
    "q7.no-number": ("A row has no number under `{key}`.", "rows"),
    "q7.learnt-by-a-tiny-rate": (
        "A learning rate of {rate:g} learns nothing, yet it changed the cost by {found:.3f}; with"
        " 0.01 it fell by {learnt:.3f}. Look at what train is given.",
        "grid",
    ),
    "q7.fallen-too-little": (
        "A learning rate of 0.01 lowers the cost here by more than 0.1; for num_hidden {size:g} and"
        " batch_size {batch:g} it fell by {found:.3f}. Look at what train is given.",
        "grid",
    ),
    "q7.batch-size-made-no-difference": (
        "Small batches mean more steps an epoch and a lower cost here, but batch_size made no such"
        " difference. Look at what train is given.",
        "grid",
    ),
    "q7.num-hidden-of-a-row": (
        "The row for {name} holds the numbers of a network of {found} hidden units. Look at what"
        " num_hidden does to the network.",
        "grid",
    ),
    "q7.batch-size-of-a-row": (
        "The network of the row for {name} was trained in batches of {found}: batch_size made no"
        " difference to it. Look at what train is given.",
        "grid",
    ),
    "q7.rate-of-a-row": (
        "The network of the row for {name} was trained with a learning rate of {found:g}. Look at"
        " what train is given.",
        "grid",
    ),
    "q7.network-hardly-learnt": (
        "After 1 epoch the network's cost on the training data is {first:.3f}, after 6 it is"
        " {last:.3f}; it should fall by far more here. Look at how epochs is used.",
        "rows",
    ),
    "q7.trained-on-other-data": (
        "A network was trained on {found} data; expected all of training_data and nothing else.",
        "fresh-networks",
    ),
    "q7.data-training": ("training", ""),
    "q7.data-validation": ("validation", ""),
    "q7.data-other": ("other", ""),
    "q7.data-and": ("{first} and {second}", ""),
    "q7.too-few-epochs": (
        "With epochs={epochs} the number of epochs of a network is {found}. Look at how epochs is"
        " used.",
        "fresh-networks",
    ),
    "q7.too-many-epochs": (
        "A single row with epochs={epochs} went through the training data {found} times. Look at"
        " how often each network is trained.",
        "fresh-networks",
    ),
    "q7.other-training-cost": (
        "With epochs={epochs} the training cost is {found:.3f}{which}. Look at which of the costs"
        " is in the row: the one on the training data, after the last epoch.",
        "rows",
    ),
    "q7.other-number": (
        "With epochs={epochs} {key} is {found:.3f}{which}. Look at which number is in the row: the"
        " one on the validation data, after the last epoch.",
        "rows",
    ),
    "q7.measured-early-in-rows": (
        "The numbers in a row are those of a network before it was trained. Look at when it is"
        " measured: expected after its training, not before.",
        "rows",
    ),
    "q7.gone-on": (
        "The row with a learning rate of {rate:g} reached the cost {found:.2f}: it went on with the"
        " weights of another row.",
        "fresh-networks",
    ),
    "q7.row-of-other-data": (
        "The network of the row {row} was trained on other data than run_experiments was given:"
        " all of the training data, as it is. Look at what train gets.",
        "fresh-networks",
    ),
    "q7.row-of-no-network": (
        "The numbers in the row {row} belong to no network that was trained. Make a network by"
        " calling MLP for every row, train it, and measure it.",
        "fresh-networks",
    ),
    "q7.same-network": (
        "Several rows hold the numbers of the same network. Train one for every row.",
        "fresh-networks",
    ),
    "q7.nothing-learnt": (
        "No network in the rows has a lower cost on the training data than before it was trained."
        " Look at how the networks are trained.",
        "fresh-networks",
    ),
    "q7.and-defaults": ("{values} and defaults", ""),
    "q7.which-is": (", which is {what}", ""),
    "q7.cost-on-training-data": ("the cost on the training data", ""),
    "q7.cost-on-validation-data": ("the cost on the validation data", ""),
    "q7.accuracy-on-training-data": ("the accuracy on the training data", ""),
    "q7.accuracy-on-validation-data": ("the accuracy on the validation data", ""),
    "q7.accuracy-in-percent": ("the accuracy in percent", ""),
}
