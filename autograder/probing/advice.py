"""What a message of Python's or PyTorch's means in this assignment, and where to look."""

from .shape import NUM_CLASSES

ADVICE = (  # by a pattern of the message's words; the first that fits counts
    (
        "modified by an inplace operation",
        "Weights changed after a forward pass and before its backward pass: look at the order of"
        " forward pass, backward pass and step.",
    ),
    (
        "backward through the graph a second time",
        "The same cost went backward twice: each batch has its own forward pass and backward pass.",
    ),
    (
        "does not require grad",
        "The cost has no gradient: look at what cut it off from the network, such as evaluation"
        " without gradients, `item()` or `detach()`.",
    ),
    (
        "shapes cannot be multiplied",
        "A dense layer got another number of values for each image than it was made for: compare"
        " what comes in with its first size, and look at whether each image was flattened by"
        " itself, whatever the number of images.",
    ),
    (
        r"expected input\[.*\] to have \d+ channels",
        "The digits have one channel, and each convolution after the first has as many as the one"
        " before it returns: compare what comes in with what the layer was made for.",
    ),
    (
        "to conv2d",
        "A convolution takes images (N, channels, height, width): look at what comes in, and"
        " whether it was flattened before.",
    ),
    (
        "is invalid for input of size",
        "A size is fixed on that line that differs from batch to batch: look at where the number of"
        " images comes from.",
    ),
    (
        "Dimension out of range",
        "A tensor has fewer dimensions there than that line expects: look at what was flattened, or"
        " added up, and along which dimensions; the first one, the images of the batch, stays.",
    ),
    (
        'required "forward" function',
        "A module computes in its method `forward`: look at how yours is spelt and indented.",
    ),
    (
        r"__init__\(\) takes \d+ positional arguments? but \d+ (?:was|were) given",
        "A class got what one of its objects should get: look for missing parentheses behind the"
        " name of a class, such as a transform's, a layer's or a loss's.",
    ),
    (
        r"'(?:RecordingNetwork|GivenNetwork|MLP|CNN|Module|Sequential)' object is not iterable",
        "A network is no list: look at what wants to go through it; an optimizer is given the"
        " parameters of a network.",
    ),
    (
        "'(?:MLP|CNN)' object has no attribute",
        "An object has what was put on `self`: look at what `__init__` names without it.",
    ),
    (
        "'NoneType' object has no attribute '(?:append|extend|update|sort)'",
        "A method that changes a list or dict returns None: look at where its result is kept.",
    ),
    (
        "same number of dimensions as input",
        "What picks one value of each row needs an index with as many dimensions as the values: a"
        " column of shape (N, 1), where labels have (N,).",
    ),
    (
        "'(?:float|int)' object has no attribute 'backward'",
        "A plain number has no gradient: the cost must stay a tensor until its backward pass.",
    ),
    (
        "expected scalar type Long",
        "Labels are whole numbers, int64: look at what has turned them into something else.",
    ),
    (
        "multi-target not supported",
        f"The loss takes log-probabilities (N, {NUM_CLASSES}) and labels (N,): look at the order of"
        " its arguments and at their shapes.",
    ),
    (
        "Boolean value of Tensor",
        "A tensor of several numbers is neither true nor false: look at where a tensor stands on"
        " that line. A loss of torch.nn is a class: an object of it is made first, without tensors,"
        " and called afterwards, with them.",
    ),
    (
        "must match the size of tensor",
        "Two tensors whose shapes do not fit were joined: compare their shapes on that line.",
    ),
    (
        r"must be Tensor, not (?!NoneType)[A-Z]",
        "A class of torch.nn makes a module, and a call of that module takes tensors: look at where"
        " a tensor was given to the class.",
    ),
    (
        r"before Module\.__init__\(\) call",
        "Look at what the `__init__` of a subclass of nn.Module must do first.",
    ),
    (
        "context manager protocol|^__enter__",
        "Look at the `with`: what stands behind it may lack its parentheses.",
    ),
    (
        "EOF when reading a line",
        "Nobody types anything where your code is checked: look for `input()`.",
    ),
)
