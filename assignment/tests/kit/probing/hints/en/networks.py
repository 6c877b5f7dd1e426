"""English: why a network is refused, or does not learn."""

LINES = {
    "network.refused": ("{network}: {reason}.", ""),
    "trace.leaves": (
        "in {place} numbers leave PyTorch, for NumPy, a list or plain numbers, and what comes"
        " back does not depend on the images for PyTorch: no gradient passes there. Compute with"
        " tensors",
        "graph",
    ),
    "trace.no-tensor": (
        "the network returned {found}; expected a tensor of shape (N, {NUM_CLASSES})",
        "output",
    ),
    "trace.not-made": ("the network's output is not made by PyTorch from its input", "graph"),
    "graph.malformed": ("not a graph", ""),
    "graph.malformed-by": ("not a graph ({error})", ""),
    "graph.other-batch": ("not a graph of the batch that was asked for", ""),
    "graph.other-batches": ("not recorded for the batches that were asked for", ""),
    "graph.no-recording": ("not a recording of a network", ""),
    "graph.other-modes": ("the network was not recorded in the modes that were asked for", ""),
    "graph.several-sizes": ("the network was recorded for batches of several sizes", ""),
    "graph.other-parameters": (
        "the network's parameters differ from one pass to the next",
        "registered",
    ),
    "graph.no-parameters": ("the network has no parameters that could be trained", "registered"),
    "graph.training-output": (
        "for {size} images the network returns {dtype} of the shape {shape} in training;"
        " expected floats ({size}, {classes})",
        "output",
    ),
    "graph.output-shape": (
        "for {size} images it returns the shape {shape}; expected ({size}, {classes})",
        "output",
    ),
    "graph.too-many-operators": ("the network has more than {most:,} operators", "graph"),
    "graph.too-many-weights": ("the network has more than {most:,} weights", "graph"),
    "graph.no-output": ("the network has no output", "graph"),
    "graph.ignores-images": ("the network's output does not depend on the images", "graph"),
    "graph.buffer-changes": ("a buffer's shape or type changes in the forward pass", "graph"),
    "graph.same-number": ("two values have the same number", ""),
    "graph.slow-to-check": ("the network's operators take too long to check", "graph"),
    "graph.random": (
        "the operator {operator} draws random numbers; in evaluation mode the output for an"
        " image must always be the same: look for a layer that is made anew in each forward"
        " pass, and for dropout that works outside of training",
        "registered",
    ),
    "graph.not-admitted": ("the operator {operator} is not admitted in a network", "graph"),
    "graph.dtype": ("numbers of the type {dtype} are not admitted in a network", "graph"),
    "graph.arguments": ("the operator {operator} has arguments that do not fit together", "graph"),
    "graph.does-not-run": ("the operator {operator} does not run: {error}", "graph"),
    "graph.no-gradient": (
        "the network cannot be trained: its output has no gradient. Look at what cuts it off from"
        " the parameters, such as `detach()`, `.data` or `torch.no_grad`",
        "graph",
    ),
    "graph.cannot-be-trained": ("the network cannot be trained: {error}", "graph"),
    "graph.too-large-tensors": ("the network computes tensors that are too large", "graph"),
    "graph.not-there-yet": ("an operator uses a value that is not there yet", ""),
    "graph.momentum": ("a momentum is not one over a number", ""),
    "graph.one-row-for-each": ("the network does not return one row for each image", "output"),
    "graph.ten-numbers": ("the network does not return {CLASSES} numbers for each image", "output"),
    "graph.too-many-results": ("the operator {operator} makes more than {most:,} tensors", "graph"),
    "graph.too-much": (
        "the network computes too much for images of {ROWS}×{COLUMNS} pixels",
        "graph",
    ),
    "graph.memory": ("the network needs more memory than a question may use", "graph"),
    "graph.too-large": ("the network is too large: {error}", "graph"),
    "graph.time": (
        "the {seconds:g} s that a question may take ended while the grader ran it: it computes"
        " too much for images of {ROWS}×{COLUMNS} pixels",
        "graph",
    ),
    "graph.crashed": (
        "its operators ended the process in which the grader runs it: they ask PyTorch for what"
        " it cannot do, or for more memory than there is",
        "graph",
    ),
    "graph.statistics": (
        "training writes more into the buffers {names} than the mean and variance of each feature",
        "graph",
    ),
    "graph.other-layers": (
        "it has {training} in training mode, but {evaluation} in evaluation mode; only dropout,"
        " noise and normalisation may differ",
        "graph",
    ),
    "graph.layers": ("layers with {outputs} outputs", ""),
    "graph.no-layers": ("no layers", ""),
    "graph.constants": (
        "its output depends on {count:,} numbers that are not registered as parameters, so no"
        " optimizer finds them; {most} are allowed. Look for layers kept in a plain list or"
        " made in the class itself, weights that are plain tensors or buffers, and tables of"
        " numbers",
        "registered",
    ),
    "graph.constants-in": (
        "its output depends on {count:,} numbers that are not registered as parameters, so no"
        " optimizer finds them; {most} are allowed. Most are in {name}. Look for layers kept in"
        " a plain list or made in the class itself, weights that are plain tensors or buffers, and"
        " tables of numbers",
        "registered",
    ),
    "graph.long-numbers": (
        "a value {shape} in it becomes another one when numbers are cut to {bits} bits, as many as"
        " half precision keeps. Look for large numbers that are added and taken off again, and"
        " for numbers that hold others in their bits",
        "graph",
    ),
    "graph.indices": (
        "it picks values by tables of indices without any order; an index may select or"
        " rearrange pixels, not more",
        "graph",
    ),
    "graph.product": (
        "the operator {operator} multiplies two values that both depend on the images; one of"
        " the two must be weights",
        "graph",
    ),
    "graph.pairs": (
        "the operator {operator} pairs each of some values that depend on the images with each"
        " of others; such values may only be joined one to one",
        "graph",
    ),
    "graph.random-weights": (
        "random numbers do more than mask or disturb values: they are multiplied like weights,"
        " or make values more",
        "graph",
    ),
    "learning.not-learnt": (
        "{network} does not learn by its registered parameters: in {steps} steps on {count}"
        " images the cost of what it returns should fall below {learnt}, and got to {after:.2f};"
        " guessing costs {CHANCE:.2f}. Look at what forward computes its output from, and"
        " whether parameters have a part in it.",
        "registered",
    ),
    "learning.idle": (
        "Of {network}'s parameters {count:,} numbers get a gradient, whatever their values are;"
        " expected {least:,}. The output does not depend on {names}: look at what forward does"
        " with it.",
        "registered",
    ),
    "learning.unneeded": (
        "{network} learns as if it had no {names}: with other numbers there, or when what this"
        " layer finds is exchanged between the images, it knows as much as before. Look at how much"
        " of its output forward computes from it.",
        "registered",
    ),
    "learning.too-small": (
        "{network} learns by {count:,} numbers; expected at least {least:,}. Look at the sizes of"
        " its layers.",
        "registered",
    ),
}

CONCEPTS = {
    "graph": (
        """A check does not run your network itself: it runs it once, writes down each
        operation of PyTorch on the way from the images to the output, and executes and
        trains what is written down. So the way must be made of PyTorch's operations on
        tensors, such as layers, functions and arithmetic, from the images to the {CLASSES}
        log-probabilities. What leaves PyTorch for NumPy or plain numbers is lost, and so is
        what is looked up in a table. One of two values that are multiplied must be weights,
        as in a layer; and a network for images of {ROWS}×{COLUMNS} pixels needs neither many
        operations nor much memory. Follow one batch through your forward, operation by
        operation, and look at each of them.""",
        "q2: a network with one hidden layer",
    ),
    "output": (
        """The output layer gives {CLASSES} numbers for each image, of any size and sign. The
        network returns log-probabilities: a log-softmax makes them of the {CLASSES} numbers,
        once, along the {CLASSES} values of an image and not along the images of a batch. Then
        none of the {CLASSES} is above 0, and exp() of them sums to 1. Raw outputs,
        probabilities, or a softmax before the log-softmax look similar and train a little, but
        their cost means something else; a softmax of a softmax can never be sure of a class.
        Take the output for one image, look at its shape, its largest value and the sum of its
        exp(), and compare.""",
        "q2: a network with one hidden layer",
    ),
    "registered": (
        """An optimizer changes what `parameters()` of the module lists, and a gradient tells
        it in which direction. So a weight learns only if two things hold. It is registered:
        a layer or an nn.Parameter that is an attribute of the module is, but one in a plain
        list or dict, a plain tensor, or a layer that is made anew in each forward pass is
        not. And a gradient reaches it: from the output back to the weight there are only
        PyTorch's operations on tensors; detach(), item(), NumPy, a forward pass without
        gradients, or requires_grad=False cut the way. Print the names in
        `named_parameters()`, and after a backward pass their `grad`.""",
        "q2: a network with one hidden layer",
    ),
}

ROWS = {
    "graph.constants": ("numbers that are no parameters", "at most {most}", "{count:,}"),
    "graph.constants-in": ("numbers that are no parameters", "at most {most}", "{count:,}"),
    "graph.ignores-images": ("output for another image", "another", "the same"),
    "graph.output-shape": ("output.shape", "({size}, {classes})", "{shape}"),
    "graph.random": ("output for the same image", "the same", "another each time"),
    "learning.idle": ("numbers with a gradient", "at least {least:,}", "{count:,}"),
    "learning.not-learnt": ("cost after {steps} steps", "below {learnt}", "{after:.2f}"),
    "learning.too-small": ("numbers that learn", "at least {least:,}", "{count:,}"),
    "learning.unneeded": ("output without {names}", "another", "hardly changes"),
    "trace.no-tensor": ("output", "float32 (N, {NUM_CLASSES})", "{found}"),
}
