"""What several questions say in English."""

LINES = {
    "all.defaults": (
        "The defaults of {name} have changed: {changed}. Others call it without these arguments.",
        "defaults",
    ),
    "all.default": ("{key}={found}, not {expected}", ""),
    "all.no-gradient": (
        "After an epoch of training {names} has not changed: no gradient reaches it. Look at how"
        " the weights start, and at what cuts them off from the output, such as `detach()`, `.data`"
        " or `torch.no_grad`.",
        "registered",
    ),
    "all.custom-gradient": (
        "The gradient of {names} is not that of the cost: it points elsewhere. Look at what changes"
        " gradients on their way back, such as hooks or a backward of your own.",
        "registered",
    ),
    "all.remembers": (
        "Called again with the same, {name} gives another answer: it goes on with what an earlier"
        " call has left. Look at what is kept outside the function, or in its default arguments.",
        "returns",
    ),
    "all.rounded": (
        "It is rounded: return the number as it is, and round where you print it.",
        "returns",
    ),
    "all.depends-on-the-batch": (
        "The output for an image depends on the other images of its batch.",
        "each-image-by-itself",
    ),
    "all.normalised-over-the-batch": (
        "It does not depend on their order, so something is computed over the batch, such as a mean"
        " or a maximum. Look at the dimensions that the network normalises along.",
        "each-image-by-itself",
    ),
    "all.images-mixed": (
        "It depends on their order, too, so pixels of several images come into one row. Look at how"
        " the images are flattened or reshaped: the first dimension, the images, stays.",
        "each-image-by-itself",
    ),
    "all.output-shape": (
        "For {images} {network} returned the shape {found}; expected ({size}, {NUM_CLASSES}).",
        "output",
    ),
    "all.images": ("{size} images", ""),
    "all.single-image": ("a single image", ""),
    "all.batch-axis-dropped": (
        "Something drops the axis of the batch, whose size is 1 here: look for a `squeeze()` or an"
        " index. The first axis, the images, stays.",
        "output",
    ),
    "all.above-0": (
        "{network} returned a value of {largest:.3f}; the logarithm of a probability is never above"
        " 0.",
        "output",
    ),
    "all.probabilities": (
        "These are probabilities, without their logarithm: look at what follows the output layer.",
        "output",
    ),
    "all.raw-outputs": ("Look at what follows the output layer.", "output"),
    "all.not-one-in-all": (
        "exp() of the {CLASSES} values of an image sums to {total:.4f}; expected 1.",
        "output",
    ),
    "all.softmax-over-the-batch": (
        "Over the batch it sums to 1: look at what follows the output layer, and along which"
        " dimension it works.",
        "output",
    ),
    "all.each-class-by-itself": (
        "Each class seems to have a probability by itself, as a sigmoid gives: the probabilities of"
        " an image must depend on each other, so that they are 1 in all.",
        "output",
    ),
    "all.decimal-logarithm": (
        "With 10 in place of e it is 1, so the logarithm has base 10; expected the natural one.",
        "output",
    ),
    "all.all-too-large": (
        "It is too large by the same for every image: a number is added to all probabilities, or to"
        " their logarithms. Look for one that should keep a logarithm finite.",
        "output",
    ),
    "all.after-the-output-layer": (
        "Look at what follows the output layer, and along which dimension it works.",
        "output",
    ),
    "all.never-sure": (
        "However large its parameters are, {network} gives no class a probability above"
        " {surest:.2f}.",
        "output",
    ),
    "all.softmax-twice": (
        "One softmax on top of another gives no more: the first leaves values from 0 to 1 only."
        " Look at what follows the output layer.",
        "output",
    ),
    "all.output-limited": (
        "Look at what limits the outputs, and at whether all weights are parameters.",
        "output",
    ),
    "all.tied": (
        "With random weights, for {tied:.0%} of the images several classes have exactly the same"
        " probability, the lowest. Look at whether something cuts off what the output layer"
        " returns.",
        "non-linearity",
    ),
}

CONCEPTS = {
    "each-image-by-itself": (
        """A batch is a stack of images that are judged side by side for speed. The first
        dimension says which image, and no operation may mix along it: what the network says
        about an image must be the same alone and among others. Flattening keeps the first
        dimension and joins the others; a reshape with the dimensions in another order silently
        mixes pixels of different images. The softmax works along the {CLASSES} values of an
        image. A mean or a deviation that is taken along the batch makes images depend on each
        other, in evaluation mode as well, if you write it yourself. Compare the output for one
        image with that for a batch of two.""",
        "q2: a network with one hidden layer",
    ),
    "modes": (
        """A module is in one of two modes, training or evaluation, and layers such as dropout
        and batch normalisation behave differently in them: in training, dropout removes values
        at random and batch normalisation uses the batch at hand; in evaluation neither does. A
        network comes to your function in any mode, for somebody may have measured it before. So
        a function that trains sets the mode that it needs, and one that measures sets the
        other. Two methods of a module do this. They are methods: without parentheses nothing
        happens, and there is no error. `model.training` tells the mode; print it where the
        batches are.""",
        "q4: training",
    ),
    "device": (
        """A network computes where its parameters are, on the CPU or a GPU, and everything that
        meets in one operation must be in the same place. Every function is given its `device`;
        on your machine it is mostly the CPU, so a mistake does not show there, and this check
        pretends a second one. Three things have to be there: the network, the images of each
        batch and the labels of each batch. For a module the move happens in place; for a tensor
        the method returns a new tensor, and the old one stays where it was. A function that is
        called by yours is told the device as well, or it falls back to its default.""",
        "q4: training",
    ),
    "defaults": (
        """The functions of this assignment call each other, and so do the checks and whoever
        uses your code: often without the arguments that have a default. So the default is a
        part of what a function promises, as its name and its result are. The handout and the
        docstring say what each of them is. If you try another value, for a faster experiment or
        because your computer has a GPU, give it where you call the function, and leave the
        definition as it is. Compare the first line of your function, the one with `def` or the
        class's `__init__`, with the one that you were given.""",
        "How to work",
    ),
    "given-optimizer": (
        """training_epoch is given an optimizer, which knows the parameters of the network, the
        learning rate, and what it remembers of earlier steps, such as momentum. Who calls the
        function has chosen it. So the function makes no optimizer of its own and changes no
        weight by itself: it asks the given one for a step after each backward pass. An
        optimizer that is made anew in each epoch forgets what it knew, and ignores the learning
        rate that was asked for. Look for every line that makes an optimizer or writes into a
        weight, and at which optimizer's step is called.""",
        "q4: training",
    ),
    "graphs": (
        """A tensor that was computed from parameters remembers how, so that backward() can find
        its way back: it holds on to the graph of its whole computation, with all intermediate
        values. If such a cost is added to a total or put into a list, the graphs of all batches
        stay in memory until the end of the epoch, and a long epoch runs out of memory. What you
        want to keep for later is only the number. A tensor of one element has a method that
        gives it as a plain Python number, without a graph. Look at everything that outlives the
        body of the loop.""",
        "q4: training",
    ),
}

ROWS = {
    "all.custom-gradient": ("parameters with another gradient", "none", "{names}"),
    "all.never-sure": ("largest probability", "above {sure}", "{surest:.2f}"),
    "all.no-gradient": ("parameters that stay as they are", "none", "{names}"),
    "all.tied": ("images with equal probabilities", "below 20%", "{tied:.0%}"),
}
