"""q3 in English: the lines of its public checks, and where to look."""

LINES = {
    "q3.not-one-number": (
        "cost_function returned a tensor of shape {shape}; expected one number, the mean over the"
        " batch.",
        "mean-cost",
    ),
    "q3.known-cost": (
        "The right classes had the probabilities {likely:g} and {others:.4g}, so the cost is"
        " {expected:.4f}; yours is {found:.4f}.",
        "likelihood",
    ),
    "q3.single-sample": (
        "The cost of a single sample, whose right class has the probability {likely:g}, is"
        " {expected:.4f}; yours is {found:.4f}, though that of two samples is right. Look at what"
        " becomes of a batch of one: its first axis has the size 1, and stays.",
        "mean-cost",
    ),
    "q3.label-repeated": (
        "The cost of four samples, three of them of one class, is {expected:.4f}; yours is"
        " {found:.4f}, though that of two samples of two classes is right. Every sample counts"
        " alike: look for weights that depend on the classes.",
        "mean-cost",
    ),
    "q3.sum": ("It is the sum over the batch; expected the mean.", "mean-cost"),
    "q3.sign": (
        "Its sign is wrong: the cost must fall as the right class becomes likelier.",
        "likelihood",
    ),
    "q3.probabilities": (
        "It takes probabilities, without their logarithm; the model returns log-probabilities"
        " already, and the cost works on these.",
        "log-probabilities",
    ),
    "q3.softmax-again": (
        "It applies a softmax too many: the model returns log-probabilities already, and the cost"
        " works on these.",
        "log-probabilities",
    ),
    "q3.logarithm-again": (
        "It takes the logarithm of log-probabilities, which are negative.",
        "log-probabilities",
    ),
    "q3.logarithm-of-mean": (
        "It is the logarithm of a mean probability; expected the mean of the logarithms.",
        "mean-cost",
    ),
    "q3.bits": ("It is in bits, with logarithms of base 2; expected nats.", "likelihood"),
    "q3.likeliest": (
        "It is the cost of the likeliest classes; expected that of the labels.",
        "likelihood",
    ),
    "q3.columns": (
        "It takes the columns of all labels for every sample; expected of each sample its own"
        " label's.",
        "one-of-each-row",
    ),
    "q3.rows": (
        "It is the mean of whole rows, all {CLASSES} classes of them; expected of each row its"
        " label's.",
        "one-of-each-row",
    ),
    "q3.binary": (
        "It is a binary cross-entropy, which counts the other classes as well.",
        "likelihood",
    ),
    "q3.classes-averaged": (
        "It averages over the classes as well as over the batch.",
        "mean-cost",
    ),
    "q3.label-beside": (
        "It takes the class before the right one: labels and columns both count from 0.",
        "one-of-each-row",
    ),
    "q3.label-as-factor": (
        "It multiplies by the labels; a label is no amount, it says which column counts.",
        "one-of-each-row",
    ),
    "q3.squared": ("It is a squared error, not a log-likelihood.", "likelihood"),
    "q3.squared-logarithms": (
        "It is a squared error of log-probabilities, not a log-likelihood.",
        "likelihood",
    ),
    "q3.error-rate": (
        "It is the fraction of wrong predictions, which has no slope to learn from.",
        "likelihood",
    ),
    "q3.smoothed": (
        "It smooths the labels, so a little of the other classes counts; expected the right class"
        " alone: nothing counts but the log-probability of the right class.",
        "likelihood",
    ),
    "q3.divisor": (
        "The sum is divided by {divisor}; expected the number of samples, which is {count} here.",
        "mean-cost",
    ),
    "q3.first-sample": (
        "It is the first sample's share only: look at where the loop ends.",
        "mean-cost",
    ),
    "q3.last-sample": (
        "It is the last sample's share only: look at what is added up. `=+` and `=-` set a value;"
        " `+=` and `-=` add to it, or take from it.",
        "mean-cost",
    ),
    "q3.last-sample-undivided": (
        "It is the cost of the last sample only: look at what is added up. `=+` and `=-` set a"
        " value; `+=` and `-=` add to it, or take from it.",
        "mean-cost",
    ),
    "q3.largest": ("It is the largest cost of a sample; expected the mean of all.", "mean-cost"),
    "q3.median": ("It is the median of the samples' costs; expected their mean.", "mean-cost"),
    "q3.exponential": (
        "It is the exponential of the mean cost; expected the mean cost itself.",
        "mean-cost",
    ),
    "q3.right-digit": (
        "Of each sample, nothing counts but the log-probability of the right class.",
        "likelihood",
    ),
    "q3.certain-and-right": (
        "The cost of certainty about the right class is 0; yours is {found:.4f}.",
        "likelihood",
    ),
    "q3.certain-and-wrong": (
        "Certainty about a wrong class must cost a lot; yours costs {found:.4f}. Look at the sign,"
        " and at how the labels are used.",
        "likelihood",
    ),
    "q3.cut-off": (
        "backward() from the cost does not reach the log-probabilities. The cost must stay a tensor"
        " all the way.",
        "gradient-of-the-cost",
    ),
    "q3.no-gradient-at-right-digits": (
        "For {none} of {count} samples the gradient at the right class is 0, so nothing is learnt"
        " from them. Every sample must count, with the class of its own label: look at which do.",
        "gradient-of-the-cost",
    ),
    "q3.gradient-at-right-digits": (
        "The gradient at the right class is not negative, so training would make the right class"
        " less probable. Look at the sign of the cost.",
        "gradient-of-the-cost",
    ),
    "q3.gradient-at-wrong-digits": (
        "The gradient at a wrong class is negative, so training would make a wrong class more"
        " probable. Look at how the labels are used.",
        "gradient-of-the-cost",
    ),
    "q3.no-scalar": (
        "cost_function returned a tensor of shape {shape}; expected a scalar, of shape ().",
        "mean-cost",
    ),
    "q3.not-rising": (
        "With the likeliest classes as labels, the second likeliest and the unlikeliest, the cost"
        " is {costs[0]:.4f}, {costs[1]:.4f} and {costs[2]:.4f}; it must rise. Look at its sign, and"
        " at how it uses the labels.",
        "likelihood",
    ),
    "q3.extremes": (
        "For right classes with a log-probability of -{large} the cost is {large}; yours is"
        " {found:.4f}.",
        "log-probabilities",
    ),
    "q3.left-logarithm": (
        "Leaving the logarithm and coming back loses such numbers, and so does a lower limit.",
        "log-probabilities",
    ),
}

CONCEPTS = {
    "likelihood": (
        """The network gives every class a probability. The cost looks at one of the {CLASSES}: the
        probability that the right class, the label, was given. If that probability is near 1
        the network was right and sure, and the cost is near 0; if it is small, the network was
        surprised, and the cost is large. The cost is minus the natural logarithm of that
        probability, so it is never negative. What the network thinks of the other classes
        does not count by itself: they matter only because all {CLASSES} probabilities sum to 1.
        Compare the sign, the logarithm and the choice of the class with this, for one sample,
        by hand.""",
        "q3: what a prediction costs",
    ),
    "log-probabilities": (
        """The model's output is not a probability but the natural logarithm of one: the
        log-softmax is the last thing in the network. So logarithm and softmax have been applied
        before the cost is computed, and neither belongs into the cost a second time. PyTorch
        has several functions for this cost, and they differ in what they expect: raw outputs,
        probabilities or log-probabilities. Read in the documentation of the one you use what
        its input must be. Going back to probabilities and taking the logarithm again is not the
        same, either: a probability such as exp(-200) is 0 for the computer, and its logarithm
        is infinite.""",
        "q3: what a prediction costs",
    ),
    "mean-cost": (
        """A batch holds N samples, and each has a cost of its own. The cost of the batch is one
        number: the mean of the N. With the mean, a batch of 8 and a batch of 250 have costs
        that can be compared, and the learning rate means the same for both; with a sum a larger
        batch would take larger steps. The number is a scalar, a tensor of shape (), because
        backward() starts from a single number. Look at what your computation still has as
        dimensions at its end, and at the number that a sum is divided by: it is the size of
        this batch, neither the number of classes nor a number written into the code.""",
        "q3: what a prediction costs",
    ),
    "one-of-each-row": (
        """The log-probabilities are a table with a row for each sample and a column for each
        class, (N, {NUM_CLASSES}). The labels say which column counts in which row: one entry of
        each row, N entries in all. Indexing with labels alone does something else: in the first
        place it chooses rows, and behind a colon it chooses columns, for every row all of them.
        Try it on a table of two rows in a Python shell and look at the shape of what comes
        back: it must be (N,), not (N, N) or (N, {NUM_CLASSES}). PyTorch has functions that pick
        one entry of each row by an index.""",
        "q3: what a prediction costs",
    ),
    "gradient-of-the-cost": (
        """Training follows the gradient of the cost, from the cost back through the
        log-probabilities into the network's weights. For that the cost must be a tensor that was
        computed from the log-probabilities by PyTorch's operations. Whatever turns it into a
        plain number on the way, or into a new tensor, cuts the connection, and so does code
        that records no gradients. The gradient also tells whether the cost is the right one: at
        the right class it is negative, for a larger log-probability there makes the cost
        smaller, and elsewhere it is not.""",
        "q3: what a prediction costs",
    ),
}

ROWS = {
    "calling.cost_function": ("cost_function(…)", "a scalar tensor", "{raised}"),
    "q3.not-one-number": ("cost.shape", "()", "{shape}"),
}
