"""q6 in English: the lines of its public checks, and where to look."""

LINES = {
    "q6.other-rows": (
        "For {size} images CNN(channels={channels}) returned {found} rows: with other channels an"
        " image has another number of values. Look at where it is flattened.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.parameters": (
        "CNN() has {found:,} parameters; expected {expected:,}: three 5×5 convolutions of"
        " {channels} channels, {num_hidden} hidden units on {LAST_SIZE} pixels of {last} channels,"
        " and {NUM_CLASSES} outputs, all with biases. Look at the layers' sizes and biases.",
        "convolutions",
    ),
    "q6.shared-weights": (
        "Only {convolutions} convolutions have weights of their own: look at whether one of them is"
        " used twice.",
        "convolutions",
    ),
    "q6.layers": (
        "CNN has {convolutions} convolutions among {layers} layers with weights; expected three"
        " convolutions, then a hidden layer and the output layer.",
        "convolutions",
    ),
    "q6.no-hidden-layer": (
        "There is no hidden layer between the convolutions and the outputs.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.number-of-layers": ("Look at what follows the convolutions.", "hidden-layer-of-the-cnn"),
    "q6.number-of-convolutions": (
        "Look at how many convolutions there are, and whether each has weights of its own and comes"
        " before the dense layers.",
        "convolutions",
    ),
    "q6.kernel": (
        "{name} has weights of shape {found}; expected {expected}: {after} channels from {before},"
        " 5×5 pixels.",
        "convolutions",
    ),
    "q6.window": ("It sees {window} pixels at a time.", "convolutions"),
    "q6.size": (
        "{name} returns {found:,} values for an image; expected {size} pixels of {after}"
        " channels. Convolutions keep the size, and each pooling halves it.",
        "pooling",
    ),
    "q6.no-pooling": ("After convolution {number} there is no pooling.", "pooling"),
    "q6.no-rectification": (
        "After convolution {number} there is no rectification.",
        "pooling",
    ),
    "q6.hidden-layer": (
        "The hidden layer has weights of shape {found}; expected {inputs} inputs ({LAST_SIZE}"
        " pixels of {before} channels) and {num_hidden} units.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.last-pooling": (
        "Look at the last pooling: {ROWS_BEFORE} pixels become {ROWS_AFTER}, for half a square at"
        " the edge counts as well.",
        "pooling",
    ),
    "q6.channels-summed-up": (
        "Each channel has become a single number: look at what comes between the last pooling and"
        " the hidden layer. Expected all of its pixels.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.flattened": (
        "Look at what comes between the last pooling and the hidden layer.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.num-hidden-ignored": (
        "Look at how num_hidden is used.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.hidden-layer-linear": (
        "There is no non-linearity after the hidden layer.",
        "non-linearity",
    ),
    "q6.outputs": (
        "The output layer has {found} outputs; expected {NUM_CLASSES}.",
        "hidden-layer-of-the-cnn",
    ),
    "q6.pooling-window": (
        "A pooling takes the maximum over {window} pixels; expected 2×2, which do not overlap. Look"
        " at its kernel size.",
        "pooling",
    ),
    "q6.average-pooling": (
        "The pooling takes the average; expected the maximum of each square of pixels.",
        "pooling",
    ),
}

CONCEPTS = {
    "convolutions": (
        """A convolution moves a small window over the image and computes the same weighted sum
        at each place. Its weights have the shape (channels out, channels in, rows, columns),
        and there is a bias for each channel that comes out. The images have
        {CHANNELS_IN_WORDS}, so the first convolution takes as many; each further one takes as many
        as the one before it gives. Here the windows are 5×5 pixels, and there are three
        convolutions, each with weights of its own: a layer that is used twice is one layer. The
        numbers of channels are the three values of `channels`, so they change with it. Count
        the parameters of each layer by hand: 5 × 5 × channels in × channels out, and the
        biases.""",
        "q6: a network that sees neighbourhoods",
    ),
    "pooling": (
        """Each of the three convolutions is followed by pooling and rectification. 'Same'
        padding puts so many zeros around the image that a convolution returns as many pixels as
        it got: with a window of 5, two on each side. So the convolution keeps the size, and the
        pooling halves it: it takes the largest value of each square of 2×2 pixels, once for
        every square. {ROWS} rows become {POOLED}: what cannot be halved evenly leaves a last
        row or column that is half a square and counts as well; pooling layers round down unless
        they are told otherwise. Print the shape after each step of your forward pass and
        compare.""",
        "q6: a network that sees neighbourhoods",
    ),
    "hidden-layer-of-the-cnn": (
        """After the last pooling an image is {LAST_SIZE} pixels of as many channels as the last
        convolution gives. These values are put in a row, for each image by itself, and two
        dense layers follow, as in the MLP: one to `num_hidden` units, with a non-linearity
        behind it, and one to the {CLASSES} classes. How many values come in depends on the last
        number of `channels`, and how many units there are on `num_hidden`; numbers that are
        written into the code fit only the default. Flattening begins at the second dimension,
        for the first one says which image. Print the shape of what comes into the hidden layer,
        for `channels` of other numbers, too.""",
        "q6: a network that sees neighbourhoods",
    ),
}

ROWS = {
    "q6.average-pooling": ("pooling", "maximum", "average"),
    "q6.hidden-layer-linear": ("after the hidden layer", "activation", "none"),
    "q6.other-rows": ("output.shape[0]", "{size}", "{found}"),
    "q6.outputs": ("outputs of the last layer", "{NUM_CLASSES}", "{found}"),
    "q6.pooling-window": ("pooling window", "2×2", "{window}"),
}
