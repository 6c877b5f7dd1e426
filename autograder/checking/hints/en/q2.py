"""q2 in English: the lines of its public checks, and where to look."""

LINES = {
    "q2.parameters": (
        "MLP(num_hidden={num_hidden}) has {found:,} parameters; {NUM_PIXELS} pixels, {num_hidden}"
        " hidden units and {NUM_CLASSES} outputs make {expected:,} with their biases.",
        "dense-layers",
    ),
    "q2.num-hidden-ignored": (
        "These are as many as MLP() has: num_hidden makes no difference.",
        "dense-layers",
    ),
    "q2.no-hidden-layer": (
        "There is no hidden layer between the pixels and the outputs.",
        "dense-layers",
    ),
    "q2.more-layers": (
        "It has {layers} layers with weights; expected two: one hidden layer, then the output"
        " layer.",
        "dense-layers",
    ),
    "q2.sizes-and-biases": (
        "Look at the layers' sizes and biases, and whether every layer is registered in the"
        " module.",
        "dense-layers",
    ),
    "q2.layers": (
        "MLP(num_hidden={num_hidden}) has layers with {found} outputs; expected {expected}: one"
        " hidden layer, then the output layer.",
        "dense-layers",
    ),
    "q2.weights-of-a-layer": (
        "The layer with {outputs} outputs has {found:,} weights; expected {expected:,}, one for"
        " each of {inputs} values and output.",
        "dense-layers",
    ),
    "q2.affine": (
        "Without a non-linearity between them, two layers can do no more than one: MLP's output is"
        " an affine function of the image. Look at what stands between the layers.",
        "non-linearity",
    ),
    "q2.same-for-all-images": (
        "After an epoch of training MLP's output is the same for every image.",
        "first-weights",
    ),
    "q2.output-or-start": (
        "Look at how the weights start, and whether the output depends on the image.",
        "first-weights",
    ),
    "q2.weights-start-alike": (
        "The weights `{name}` all start at {value:g}: units that start alike stay alike, and from"
        " zeros nothing is learnt. Look at how the weights start.",
        "first-weights",
    ),
    "q2.untrained-cost": (
        "Before training the cost is {found:.2f}; guessing costs {expected:.2f}. Look at how the"
        " weights start, and at the output layer.",
        "first-weights",
    ),
}

CONCEPTS = {
    "dense-layers": (
        """A dense layer joins each of its inputs with each of its outputs by a weight, and adds
        a bias to each output. So a layer of {NUM_PIXELS} inputs and {UNITS} outputs has
        {NUM_PIXELS} × {UNITS} weights and {UNITS} biases. The network has two: one from the
        pixels to `num_hidden` hidden units, and one from there to the {CLASSES} classes. Count
        what your network has by this rule and compare with the number above. The sizes follow
        from `num_hidden`, so they change with it; a number that is written into the code does
        not. An attribute of the module that is a layer is registered by itself, but what is in a
        plain list or dict is not.""",
        "q2: a network with one hidden layer",
    ),
    "non-linearity": (
        """A dense layer computes a weighted sum. A weighted sum of weighted sums is a weighted
        sum again: without something in between, two layers are worth no more than one, and the
        hidden units are for nothing. What makes the difference is a function that bends,
        applied to each hidden unit by itself, such as the rectifier, which puts 0 in place of
        negative values. It stands between the two layers: before the first one, on pixels that
        are never negative, the rectifier changes nothing, and behind the last one it cuts off
        what the softmax needs. Follow an image through your forward pass and note what happens
        to it, step by step.""",
        "q2: a network with one hidden layer",
    ),
    "first-weights": (
        """Before training a network should know nothing: it gives every class about the same
        probability, and its cost is near that of guessing among {CLASSES}, {CHANCE:.2f}. The
        layers of PyTorch start with small random weights, chosen so that values stay of the
        same size from layer to layer. Weights that are too large make the network sure of wrong
        answers at once, and training has to undo that first. Weights that are all 0, or all
        equal, are as bad: all hidden units compute the same, get the same gradient, and stay
        the same for ever. If you set weights by yourself, look at their size, and whether they
        differ.""",
        "q2: a network with one hidden layer",
    ),
}
