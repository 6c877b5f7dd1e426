"""q5 in English: the lines of its public checks, and where to look."""

LINES = {
    "q5.accuracy": (
        "A network that gets {hits} right has an accuracy of {expected:g}; {name} says {found:g}.",
        "accuracy",
    ),
    "q5.hits": ("{right} of {count} images", ""),
    "q5.single-hit": ("the only image", ""),
    "q5.cost-for-accuracy": (
        "It is the cost: evaluate returns the pair (cost, accuracy), in this order.",
        "pair-of-numbers",
    ),
    "q5.wrong-ones-counted": (
        "It is the fraction of wrong predictions; expected that of the right ones.",
        "accuracy",
    ),
    "q5.number-not-fraction": (
        "It is the number of right predictions; accuracy is a fraction of the whole dataset.",
        "accuracy",
    ),
    "q5.per-cent": ("It is in per cent; accuracy is a fraction in [0, 1].", "accuracy"),
    "q5.divisor": (
        "The hits are divided by {divisor}; accuracy is a fraction of the whole dataset, which has"
        " {count} images here.",
        "accuracy",
    ),
    "q5.least-likely": (
        "It counts the least likely class as the prediction; expected the likeliest. Look at where"
        " the prediction is made.",
        "accuracy",
    ),
    "q5.whole-number": (
        "A division gave a whole number: evaluate says 1 only where all images are right. Accuracy"
        " is a fraction of the whole dataset.",
        "accuracy",
    ),
    "q5.short-batch-dropped": (
        "No image was measured: {count} images are fewer than a full batch, and a short batch"
        " counts as well.",
        "whole-dataset",
    ),
    "q5.counted-in-a-byte": (
        "Of the hits only what is over a multiple of 256 is left: they are counted in 8 bits, which"
        " begin at 0 again. Look at the dtype of what counts them.",
        "accuracy",
    ),
    "q5.no-hit-counted": (
        "Where every prediction is right it says 0 as well. Look at what is taken for the"
        " prediction (the place of the likeliest class, not its value), and how it is compared with"
        " the label: `is` asks whether two names stand for one object, not whether they are equal.",
        "accuracy",
    ),
    "q5.threshold": (
        "It counts a label whose probability is over {threshold:g}. The prediction is the likeliest"
        " class, however likely it is: with {CLASSES} of them that may be less than a half.",
        "accuracy",
    ),
    "q5.two-likeliest": (
        "It counts a label that is one of the two likeliest classes; expected the likeliest alone.",
        "accuracy",
    ),
    "q5.zeros-never-right": (
        "Where the label is 0 no prediction is right. Look at how hits are counted: a hit counts"
        " 1, whatever its label.",
        "accuracy",
    ),
    "q5.mean-of-classes": (
        "It is the mean of the classes' accuracies, whatever their sizes; expected the fraction of"
        " all images, each of which counts the same.",
        "accuracy",
    ),
    "q5.which-digit": (
        "Look at what is taken for the prediction: for each image the place of the likeliest of its"
        " {CLASSES}, not its value, and nothing over the batch.",
        "accuracy",
    ),
    "q5.accuracy-is-the-cost": ("It is the cost; expected the other number.", "pair-of-numbers"),
    "q5.same-as-evaluate": (
        "It must be the accuracy that evaluate finds, too.",
        "pair-of-numbers",
    ),
    "q5.single-image": (
        "With 50 images it is right: look at what becomes of a batch of a single image. Its first"
        " axis has the size 1, and stays.",
        "whole-dataset",
    ),
    "q5.same-for-other-labels": (
        "With other labels it says the same. Look at what the predictions are compared with, and"
        " whether a result of an earlier call is kept outside the function or in its default"
        " arguments.",
        "accuracy",
    ),
    "q5.cost": (
        "The mean cost of this network is {expected:.4f} nats per sample; evaluate says"
        " {found:.4f}.",
        "whole-dataset",
    ),
    "q5.as-if-full": (
        "It is divided as if all batches of {size} were full: count the images that there are.",
        "whole-dataset",
    ),
    "q5.divided-twice": (
        "The costs of batches are means already, and their sum is divided by the number of images.",
        "whole-dataset",
    ),
    "q5.sum": ("It is the sum over the samples; expected the mean cost.", "whole-dataset"),
    "q5.accuracy-for-cost": (
        "It is the accuracy: evaluate returns the pair (cost, accuracy), in this order.",
        "pair-of-numbers",
    ),
    "q5.chance": (
        "Guessing among {num_classes} classes gives each the probability 1/{num_classes} and costs"
        " {expected:.4f} nats; chance_cost({num_classes}) says {found:.4f}.",
        "chance",
    ),
    "q5.chance-sign": (
        "Its sign is wrong: a logarithm of a probability is negative, and a cost is not.",
        "chance",
    ),
    "q5.chance-bits": (
        "It has logarithms of base 2; nats are made by natural logarithms.",
        "chance",
    ),
    "q5.chance-decimal": (
        "It has logarithms of base 10; nats are made by natural logarithms.",
        "chance",
    ),
    "q5.chance-weighted": (
        "It is weighted by the probability; expected the cost of one label, whichever it is.",
        "chance",
    ),
    "q5.chance-probability": (
        "It is the probability itself; expected what a label of that probability costs.",
        "chance",
    ),
    "q5.chance-of-ten": (
        "It is the cost among {CLASSES} classes: num_classes is not used.",
        "chance",
    ),
    "q5.chance-nats": (
        "Nats are made by natural logarithms. Guessing needs no network and no random numbers, and"
        " a cost is no share of mistakes.",
        "chance",
    ),
    "q5.with-dropout": (
        "A network with dropout came to {name} in {mode} mode, and {name} did not find what it"
        " costs, or how often it is right, without dropout.",
        "modes",
    ),
    "q5.weights-moved": (
        "The network's weights have changed meanwhile: measuring learns nothing.",
        "leave-it-alone",
    ),
    "q5.in-training-mode": (
        "The network was in training mode while it was evaluated: look at the modes of a module,"
        " and at whether what sets them is called, for its name without parentheses does nothing.",
        "modes",
    ),
    "q5.first-samples": (
        "It is that of the first {size} samples only: look at where the loop ends, and at a last"
        " batch that is not full.",
        "whole-dataset",
    ),
    "q5.last-batch": (
        "It is that of the last batch only, of {size}: look at what is added up.",
        "whole-dataset",
    ),
    "q5.mean-of-batches": (
        "It averages batches of {size}, whatever their sizes; the last one is shorter.",
        "whole-dataset",
    ),
    "q5.mode-or-measure": (
        "Look at whether it was in training mode for any of the batches, and at what is measured.",
        "modes",
    ),
    "q5.mode-left": (
        "The network came to {name} in {mode} mode and was not left in it: look at when the mode is"
        " noted, before or after it is changed, and at whether it is set again.",
        "modes",
    ),
    "q5.never-run": ("{name} never ran the network.", "whole-dataset"),
    "q5.gradients-left-off": (
        "After evaluate PyTorch still records no gradients, so training cannot go on: what switches"
        " gradients off must switch them on again.",
        "no-gradients",
    ),
    "q5.gradients-recorded": (
        "In {name} gradients were recorded, which costs memory and time for nothing. What switches"
        " them off does so inside its `with` only, or by its switch.",
        "no-gradients",
    ),
    "q5.device": (
        "{trouble}. The network and every batch, images and labels, belong on `device`. A network"
        " moves itself; of a tensor, moving makes a new one.",
        "device",
    ),
    "q5.weights-changed": ("evaluate changed the network's weights.", "leave-it-alone"),
    "q5.frozen": (
        "The parameters record no gradients any more: evaluate left requires_grad=False on them, so"
        " the network can no longer be trained.",
        "leave-it-alone",
    ),
    "q5.statistics-changed": (
        "evaluate changed the running statistics of a BatchNorm layer, which only training may.",
        "modes",
    ),
    "q5.with-statistics": (
        "evaluate found neither the cost nor the accuracy of a network with a BatchNorm layer. Look"
        " at the mode in which it is measured, and at what is measured.",
        "modes",
    ),
}

CONCEPTS = {
    "accuracy": (
        """For every image the network gives {CLASSES} log-probabilities. The prediction is the
        class with the largest of them, found for each image by itself: along the dimension of
        the {CLASSES} classes, not along the batch. A prediction that equals the label is a hit.
        The accuracy is the number of hits in the whole dataset, divided by the number of images
        in it: a fraction between 0 and 1, not a count, not per cent, and not a whole number.
        Look at the dimension along which the prediction is taken, at what is counted, at what
        it is divided by, and at which kind of division it is. Count the hits of three images by
        hand.""",
        "q5: how good is it?",
    ),
    "pair-of-numbers": (
        """evaluate measures two things in one go and returns them as a pair, in a fixed order:
        the mean cost per sample first, the accuracy second. Both are plain Python numbers.
        accuracy is for whoever wants the second number only, and must agree with it. If one of
        your functions returns a number of the right size in the wrong place, look at the order
        in which the pair is put together, and at which of its two numbers is picked where
        evaluate is called. A cost above 1 can be no accuracy, and an accuracy of a good network
        is near 1 while its cost is near 0.""",
        "q5: how good is it?",
    ),
    "whole-dataset": (
        """The dataset is measured in batches, but the result must not depend on how it was cut
        into batches. So add up over samples: a batch's mean cost counts as often as the batch
        has samples, and the sum is divided once, at the end, by the number of all samples. The
        last batch is often shorter; a mean of batches' means gives it too much weight, and a
        loader that drops it loses samples. A total that is set in the loop, and not added to,
        holds the last batch only; a `return` in the loop ends it after the first. Try a dataset
        of 3 samples with batches of 2 and compute both numbers by hand.""",
        "q5: how good is it?",
    ),
    "chance": (
        """Somebody who knows nothing gives every class the same probability. With n classes
        that is 1/n, so the label, whichever it is, had the probability 1/n. The cost of a
        prediction is minus the natural logarithm of the probability that the label was given;
        apply that to 1/n. The result is positive, grows with n, and is 0 for a single class. It
        depends on the number of classes that the function is given, which need not be
        {CLASSES}. Your networks start near this cost, and training is worth something when it
        brings them below it. Compute it for 2 classes with a pocket calculator and compare.""",
        "q5: how good is it?",
    ),
    "no-gradients": (
        """While PyTorch records gradients it keeps, for each operation, what the backward pass
        would need. Measuring has no backward pass, so all that memory and time is wasted, and
        on a large dataset it can be too much. PyTorch has contexts inside which nothing is
        recorded; everything that runs the network belongs into such a context, not only the
        last line of the function. A context is used by `with`, or as a decorator of the
        function, and it is called, with parentheses. Afterwards recording is as it was before:
        do not switch it off for the whole program, and leave the parameters themselves as they
        are.""",
        "q5: how good is it?",
    ),
    "leave-it-alone": (
        """Somebody who measures a network wants to go on with it afterwards: train it further,
        or measure it again and get the same numbers. So evaluate leaves it as it was: no weight
        has changed, the statistics of normalisation layers have not moved, every parameter
        still gets gradients in the next training, and the mode is the one that the network came
        in. Nothing that belongs to training has a place here: no backward pass, no optimizer,
        and no parameter whose gradients are switched off. Look for each line that changes
        something of the network, and at what puts it back.""",
        "q5: how good is it?",
    ),
}

ROWS = {
    "calling.accuracy": ("accuracy(…)", "a float", "{raised}"),
    "calling.chance_cost": ("chance_cost(…)", "a float", "{raised}"),
    "calling.evaluate": ("evaluate(…)", "a pair of floats (cost, accuracy)", "{raised}"),
    "q5.accuracy": ("accuracy", "{expected:.4g}", "{found:.4g}"),
    "q5.never-run": ("calls of model", "at least 1", "0"),
    "q5.with-statistics": ("cost", "{expected:.4f}", "{found:.4f}"),
}
