"""English: what a message of Python's or PyTorch's means in this assignment, where to look."""

LINES = {
    "advice.in-place": (
        "Weights changed after a forward pass and before its backward pass: look at the order"
        " of forward pass, backward pass and step.",
        "traceback",
    ),
    "advice.backward-twice": (
        "The same cost went backward twice, alone or within a sum of costs: each batch has a"
        " backward pass of its own cost. To retain graphs only hides it.",
        "traceback",
    ),
    "advice.no-gradient": (
        "The cost has no gradient: look at what cut it off from the network, such as evaluation"
        " without gradients, `item()` or `detach()`.",
        "traceback",
    ),
    "advice.dense-sizes": (
        "A dense layer got another number of values for each image than it was made for:"
        " compare what comes in with its first size, and look at whether each image was"
        " flattened by itself, whatever the number of images. What comes out of a convolution has"
        " channels × rows × columns numbers an image.",
        "traceback",
    ),
    "advice.channels": (
        "The images have {CHANNELS_IN_WORDS}, and each convolution after the first has as many"
        " as the one before it returns: compare what comes in with what the layer was made for.",
        "traceback",
    ),
    "advice.convolution-input": (
        "A convolution takes images (N, channels, height, width): look at what comes in, and"
        " whether it was flattened before.",
        "traceback",
    ),
    "advice.layer-arguments": (
        "The layer was made with a setting of the wrong kind, such as a text for the stride: look"
        " at the order of the arguments where it is made, or give them by name.",
        "traceback",
    ),
    "advice.fixed-size": (
        "A size is fixed on that line that differs from batch to batch: look at where the"
        " number of images comes from.",
        "traceback",
    ),
    "advice.dimensions": (
        "A tensor has fewer dimensions there than that line expects: look at what was"
        " flattened, or added up, and along which dimensions; the first one, the images of the"
        " batch, stays.",
        "traceback",
    ),
    "advice.single-image": (
        "A tensor has fewer dimensions there than that line expects, and the batch is a single"
        " image: look for a `squeeze()` or an index that drops the axis of the batch.",
        "traceback",
    ),
    "advice.kernel-too-large": (
        "The images have become smaller than the convolution's kernel: look at what each layer"
        " before it takes from their size, and at which padding keeps the size.",
        "traceback",
    ),
    "advice.no-tensor-compared": (
        "A comparison gave one truth value for the whole batch, so one of its sides is no tensor:"
        " look at what is compared there. `max` along a dimension returns a pair, of values and"
        " indices.",
        "traceback",
    ),
    "advice.no-forward": (
        "A module computes in its method `forward`: look at how yours is spelt and indented.",
        "traceback",
    ),
    "advice.class-parentheses": (
        "A class got what one of its objects should get: look for missing parentheses behind"
        " the name of a class, such as a transform's, a layer's or a loss's.",
        "traceback",
    ),
    "advice.network-is-no-list": (
        "A network is no list: look at what wants to go through it; an optimizer is given the"
        " parameters of a network.",
        "traceback",
    ),
    "advice.not-on-self": (
        "An object has what was put on `self`: look at what `__init__` names without it, and at"
        " whether `__init__` is spelt so, with two underscores on each side.",
        "traceback",
    ),
    "advice.spelling-of-init": (
        "Look at the arguments of `__init__`, and at whether it is spelt so, with two underscores"
        " on each side.",
        "traceback",
    ),
    "advice.pairs-only": (
        "A dataset has a length and items here, pairs (image, label), and nothing else: look at"
        " what it is asked for.",
        "traceback",
    ),
    "advice.returns-none": (
        "A method that changes a list or dict returns None: look at where its result is kept.",
        "traceback",
    ),
    "advice.index-dimensions": (
        "What picks one value of each row needs an index with as many dimensions as the values:"
        " a column of shape (N, 1), where labels have (N,).",
        "traceback",
    ),
    "advice.number-has-no-backward": (
        "A plain number has no gradient: the cost must stay a tensor until its backward pass.",
        "traceback",
    ),
    "advice.labels-whole": (
        "Labels are whole numbers, int64: look at what has turned them into something else.",
        "traceback",
    ),
    "advice.loss-arguments": (
        "The loss takes log-probabilities (N, {NUM_CLASSES}) and labels (N,): look at the order"
        " of its arguments and at their shapes.",
        "traceback",
    ),
    "advice.truth-of-tensor": (
        "A tensor of several numbers is neither true nor false: look at where a tensor stands"
        " on that line. A loss of torch.nn is a class: an object of it is made first, without"
        " tensors, and called afterwards, with them.",
        "traceback",
    ),
    "advice.sizes-do-not-fit": (
        "Two tensors whose shapes do not fit were joined: compare their shapes on that line.",
        "traceback",
    ),
    "advice.tensor-to-a-class": (
        "A class of torch.nn makes a module, and a call of that module takes tensors: look at"
        " where a tensor was given to the class.",
        "traceback",
    ),
    "advice.no-super-init": (
        "Look at what the `__init__` of a subclass of nn.Module must do first.",
        "traceback",
    ),
    "advice.argument-order": (
        "A setting got the value of another one: look at the order of the arguments, or give"
        " them by name.",
        "traceback",
    ),
    "advice.wrong-arguments": (
        "{function} was given {given}: look at the order of the arguments where it is called, or"
        " give them by name.",
        "traceback",
    ),
    "advice.division-by-zero": (
        "It divides by a number that is 0: look at where that number starts, where it grows,"
        " and whether something sets it back.",
        "traceback",
    ),
    "advice.leaf-in-place": (
        "A weight cannot be changed in place while gradients are recorded, and need not: the"
        " optimizer's step changes the weights.",
        "traceback",
    ),
    "advice.tuple-in-a-sum": (
        "One of the two is a tuple, as `channels` is, and as a comma at the end of a line makes:"
        " look at where that value comes from.",
        "traceback",
    ),
    "advice.sign-for-a-sum": (
        "`=+` gives a name the value behind its sign; `+=` is what adds to it.",
        "traceback",
    ),
    "advice.loader-indexed": (
        "A DataLoader has no items by number: it gives its batches one after the other, in a loop"
        " over it.",
        "traceback",
    ),
    "advice.softmax-dimension": (
        "It must be told along which dimension it makes 1 in all: each image has {CLASSES}"
        " probabilities of its own.",
        "traceback",
    ),
    "advice.int-for-a-tensor": (
        "A whole number stands where a tensor should: look at where that name gets its value, such"
        " as in a loop over `enumerate`, which gives a number and then the batch.",
        "traceback",
    ),
    "advice.not-imported": (
        "That is the name of a library, or of a part of one: what uses it must import it first.",
        "traceback",
    ),
    "advice.no-such-name": (
        "Nothing has that name there: look at how it is spelt, and what the value is called in this"
        " function; a name of another function is not known here.",
        "traceback",
    ),
    "advice.tuple-called": (
        "A comma at the end of the line that makes something puts it into a tuple: look at where"
        " what is called there was made.",
        "traceback",
    ),
    "advice.no-call": (
        "The name of a function without parentheses is the function itself, not what it returns.",
        "traceback",
    ),
    "advice.local-name": (
        "A name that is assigned anywhere in a function is the function's own, and has no value"
        " before: look at whether a variable has the name of a function.",
        "traceback",
    ),
    "advice.one-by-one": (
        "nn.Sequential and its like take modules: look at whether they come one by one, not in"
        " a list, and whether each is an object, made with parentheses.",
        "traceback",
    ),
    "advice.value-called": (
        "Something that holds a value is called like a function: look at whether a variable has"
        " the name of a function, and at the parentheses on that line.",
        "traceback",
    ),
    "advice.several-numbers": (
        "Only a tensor of one number becomes a plain number: look at what should have been"
        " averaged before.",
        "traceback",
    ),
    "advice.no-parameters": (
        "The network has no registered parameters: look at whether its layers are made in"
        " `__init__`, kept on `self`, and not in a plain list.",
        "traceback",
    ),
    "advice.no-list": (
        "There is a list or a tuple where that line expects one of its items: look at what was"
        " put together, or not taken apart, before.",
        "traceback",
    ),
    "advice.none-in-a-sum": (
        "One of the two is None: a function without `return` returns None, and so does one that"
        " only prints.",
        "traceback",
    ),
    "advice.unpacked": (
        "The names on the left and the values on the right are not equally many: look at what"
        " is taken apart there, and at what it holds.",
        "traceback",
    ),
    "advice.rounded-down": (
        "Pooling has rounded an odd size down, so the dense layer gets fewer values for each"
        " image than it was made for: look at what pooling does with the last row and column.",
        "traceback",
    ),
    "advice.images-shrunk": (
        "The images are smaller after the convolutions than the dense layer was made for: look"
        " at which padding keeps the size for this kernel.",
        "traceback",
    ),
    "advice.file-missing": ("{file} is missing.", "loading"),
    "advice.absent-module": (
        "Only PyTorch, torchvision and Python's own library are there when your code is graded.",
        "loading",
    ),
    "advice.with-the-dot": (
        "Within the package, write `from {dots}{module} import …`, with the dot.",
        "loading",
    ),
    "advice.merge-conflict": (
        "Git has left a merge conflict there, between `<<<<<<<` and `>>>>>>>`: keep one of the two"
        " versions, and delete the marks.",
        "loading",
    ),
    "advice.checks-own-network": (
        "The network here is the checks' own: it is some torch.nn.Module that makes"
        " log-probabilities (N, {NUM_CLASSES}) of images, with what every Module has, such as"
        " parameters() and train().",
        "traceback",
    ),
    "advice.with": (
        "Look at the `with`: what stands behind it may lack its parentheses.",
        "traceback",
    ),
    "advice.input": (
        "Nobody types anything where your code is checked: look for `input()`.",
        "traceback",
    ),
}

CONCEPTS: dict[str, tuple[str, str]] = {}
