"""English: what a student's function returned, where it should have been something else."""

LINES = {
    "answer.unreadable": ("The answer from your side is not readable.", ""),
    "answer.no-numbers": ("Your code returned {found}; expected numbers or tensors.", "returns"),
    "answer.no-float": ("{name} returned {found}{which}; expected a float.", "returns"),
    "answer.as-cost": (" as its cost", ""),
    "answer.as-accuracy": (" as its accuracy", ""),
    "answer.kind": ("{name} returned {found}{which}; expected {expected}.", "returns"),
    "answer.length": (
        "{name} returned {found}{which} of {of}; expected {count} values.",
        "returns",
    ),
    "answer.values": ("{name} returned {found}{which}; expected {count} values.", "returns"),
    "answer.keys": (
        "{name} returned {found}{which}; expected a dict with the keys {keys}.",
        "returns",
    ),
    "answer.no-whole": ("{name} returned {found:g}{which}; expected a whole number.", "returns"),
    "answer.no-tensor": (
        "{name} returned {found}{which}; expected a tensor of shape {shape}.",
        "returns",
    ),
    "answer.returned": ("What {name} returned{which}", ""),
    "answer.layout": ("{what} is a {dtype} tensor ({layout}); expected numbers.", "returns"),
    "answer.shape": ("{what} has the shape {found}; expected {expected}.", "returns"),
    "answer.other-numbers": ("{what} holds other numbers than {dtype} can be.", "returns"),
    "which.value": (" as value {number}{which}", ""),
    "which.key": (" under {key}{which}", ""),
    "answer.too-large": (
        "{name} returned a number{which} that is too large for a float.",
        "returns",
    ),
    "answer.not-finite": ("{name} returned {found}{which}; expected a finite number.", "finite"),
    "answer.nan": (
        "{what} holds {kind}; expected finite numbers. Look for a division by 0, a logarithm of"
        " 0 or of a negative number, or a step that is too large.",
        "finite",
    ),
    "answer.is-nan": ("NaN", ""),
    "answer.is-infinity": ("infinity", ""),
    "answer.layer-moved": ("A layer of the network, after your code has used it,", ""),
    "answer.network-output": ("What {network} returned", ""),
    "answer.statistics": ("The network's {name}", ""),
    "answer.gradient": ("The gradient of cost_function", ""),
    "answer.image": ("An image from load_mnist", ""),
    "answer.batch": ("A batch from make_loader", ""),
    "load_mnist.no-images": (
        "load_mnist did not find the images, though `root` holds all four files. Look at how"
        " load_mnist uses `root`, and at which dataset it makes.",
        "",
    ),
    "load_mnist.own-folder": (
        "A class derived from torchvision's `MNIST` looks for them in a folder called like itself,"
        " here `root/{name}/raw`; they are in `root/MNIST/raw`.",
        "",
    ),
    "load_mnist.no-dataset": (
        "load_mnist returned {found}; expected a dataset with a length and items.",
        "returns",
    ),
    "load_mnist.several": (
        "load_mnist returned {found} of {count} datasets; expected the one that `train` asks for.",
        "returns",
    ),
    "load_mnist.no-pair": (
        "An item of load_mnist's dataset is {found}; expected a pair (image, label).",
        "returns",
    ),
    "load_mnist.swapped": (
        "An item of load_mnist's dataset begins with {found}, and the image comes second; expected"
        " (image, label).",
        "returns",
    ),
    "load_mnist.no-tensor": (
        "An image from load_mnist is {found}; expected a tensor {IMAGE_SHAPE}. Look at what"
        " should turn each image into a tensor.",
        "returns",
    ),
    "load_mnist.image": (
        "An image from load_mnist is {found}; expected a tensor {IMAGE_SHAPE}.",
        "returns",
    ),
    "load_mnist.label": ("A label from load_mnist is {found}; expected an int.", "returns"),
    "load_mnist.empty": ("The dataset from load_mnist has no items.", "returns"),
    "make_loader.no-loader": (
        "make_loader returned {found}; expected a DataLoader, or whatever else gives batches in"
        " a loop.",
        "returns",
    ),
    "make_loader.empty": ("make_loader's loader gave no batch at all.", "returns"),
    "make_loader.empty-second": (
        "make_loader's loader gave no batch in the second epoch: a loop over it must start anew"
        " each time. What a generator makes is used up after the first loop.",
        "returns",
    ),
    "make_loader.unequal": ("make_loader's batches do not fit together: {forms}.", "returns"),
    "make_loader.no-pair": (
        "A batch from make_loader is {found}; it is not a pair (images, labels).",
        "returns",
    ),
    "make_loader.one-batch": (
        "If it is one half of a batch, make_loader returned a batch in place of the loader.",
        "returns",
    ),
    "make_loader.no-tensors": (
        "A batch from make_loader holds {found}; expected tensors.",
        "returns",
    ),
    "make_loader.single": (
        "A batch from make_loader holds a single number; expected a batch.",
        "returns",
    ),
    "network.no-module": ("{name}(…) is {found}; expected a torch.nn.Module.", "returns"),
    "network.dtype": ("{network} returned {found}; expected torch.float32.", "output"),
    "cost_function.no-tensor": (
        "cost_function returned {found}; expected a scalar tensor, which backward() can be"
        " called on.",
        "returns",
    ),
    "training_epoch.no-float": (
        "training_epoch returned {found}; expected a float, the mean cost per sample.",
        "returns",
    ),
    "train.no-lists": (
        "train returned {found}; expected two lists of costs, for training and for validation.",
        "returns",
    ),
    "train.no-floats": (
        "train returned something else than two lists of floats, one cost an epoch: the {which}"
        " of the two is {found}.",
        "returns",
    ),
    "train.pairs": (
        "Its entries look like what evaluate returns, cost and accuracy; only the cost belongs"
        " there.",
        "returns",
    ),
    "train.first": ("first", ""),
    "train.second": ("second", ""),
    "train.list-with": ("a list with {found} in it", ""),
    "evaluate.no-pair": ("evaluate returned {found}; expected a pair (cost, accuracy).", "returns"),
    "rows.no-list": (
        "run_experiments returned {found}; expected a list of dicts, one for every combination.",
        "returns",
    ),
    "rows.no-dicts": (
        "run_experiments returned {found} with {other} in it; expected a list of dicts, one for"
        " every combination.",
        "returns",
    ),
    "rows.no-numbers": (
        "A row of run_experiments holds {found} where a number belongs.",
        "returns",
    ),
    "rows.name": ("In a row, run_experiments", ""),
    "experiments.absent-key": (
        "run_experiments asked for `{key}`, which the grid {grid} does not hold: a key that is"
        " absent keeps its default.",
        "",
    ),
    "experiments.no-network": (
        "run_experiments made no network. Make each one by calling MLP, and train it in the"
        " process that run_experiments is called in.",
        "",
    ),
    "experiments.while-loading": (
        "{call} was called while your code was loaded. Call it in run_experiments only.",
        "loading",
    ),
    "experiments.other-process": (
        "{call} was called in another process than run_experiments. Train all networks in the"
        " same process, one after the other.",
        "",
    ),
    "experiments.too-many-calls": (
        "run_experiments called MLP, train and evaluate more than {most:,} times in all. Look"
        " for work done again and again.",
        "endless",
    ),
    "experiments.too-many-units": (
        "MLP was asked for {count:,} hidden units. Look at what num_hidden is given.",
        "",
    ),
    "experiments.too-many-epochs": (
        "run_experiments trains for more than {most:,} epochs in all. Look at how `epochs` is"
        " used.",
        "endless",
    ),
    "experiments.other-network": (
        "{call} was given a network that was not made by MLP while run_experiments ran.",
        "",
    ),
    "shown.gpu": ("a call for a GPU", ""),
    "shown.nothing": ("nothing in {seconds:g} s", ""),
    "shown.network": ("a network", ""),
    "shown.samples": ("{count} samples", ""),
    "device.mixed": ("In {name}, tensors on `device` met tensors that are elsewhere.", ""),
    "device.mixed-at": (
        "In {name}, tensors on `device` met tensors that are elsewhere: in {place}.",
        "",
    ),
    "device.taken-away": (
        "The network came to {name} on `device`, and was not left there, where its training goes"
        " on: look at where it is moved.",
        "",
    ),
    "device.unused": ("{name} computed nothing on the `device` it was given.", ""),
}

CONCEPTS = {
    "returns": (
        """A function promises what it returns: the type, and of a tensor its shape and dtype.
        Others rely on that, the checks and your own functions of later questions. The
        docstring of each function and the handout say what it is. Look at the `return`:
        without one, or with one that is reached only sometimes, a function returns None. A
        pair is what two values with a comma between them make; a list with one value in it
        is not that value. A tensor of one element is not a number, though it prints like
        one, and has a method that makes one of it. Call the function yourself on little
        data, and print the type of what comes back.""",
        "How to work",
    ),
    "finite": (
        """NaN, “not a number”, is what 0/0 gives, or the difference of two infinities; it
        spreads to everything that is computed from it, and compares with nothing. Infinity
        is the logarithm of 0, or a number too large for a float. So look for the first
        place where one of them comes up. Usual ones are a mean over no values, a division
        by a count that is still 0, a logarithm of a probability that was rounded to 0
        before, which a log-softmax in one go avoids, and steps so large that the weights
        grow without bound. `torch.isfinite` says of each value whether it is a finite
        number; print it after each step.""",
        "How to work",
    ),
}

ROWS = {
    "answer.no-numbers": ("what your code returned", "numbers or tensors", "{found}"),
    "make_loader.no-loader": ("make_loader(…)", "batches (images, labels)", "{found}"),
    "load_mnist.several": ("load_mnist(…)", "one dataset", "{found}"),
    "answer.keys": ("{name}(…){which}", "a dict with the keys {keys}", "{found}"),
    "answer.kind": ("{name}(…){which}", "{expected}", "{found}"),
    "answer.length": ("{name}(…){which}", "{count} values", "{found} of {of}"),
    "answer.nan": ("{what}", "finite numbers", "{kind}"),
    "answer.no-float": ("{name}(…){which}", "a float", "{found}"),
    "answer.no-tensor": ("{name}(…){which}", "a tensor of shape {shape}", "{found}"),
    "answer.no-whole": ("{name}(…){which}", "a whole number", "{found:g}"),
    "answer.not-finite": ("{name}(…){which}", "a finite number", "{found}"),
    "answer.shape": ("shape", "{expected}", "{found}"),
    "answer.values": ("{name}(…){which}", "{count} values", "{found}"),
    "cost_function.no-tensor": ("cost_function(…)", "a scalar tensor", "{found}"),
    "device.mixed": ("tensors on `device`", "all", "some"),
    "device.mixed-at": ("tensors on `device`", "all", "some"),
    "device.taken-away": ("weights on `device`, afterwards", "all", "not all"),
    "device.unused": ("tensors on `device`", "all", "none"),
    "evaluate.no-pair": ("evaluate(…)", "a pair (cost, accuracy)", "{found}"),
    "experiments.absent-key": ("keys that are looked up", "those of the grid", "{key}"),
    "experiments.no-network": ("networks made by MLP", "one for each row", "0"),
    "load_mnist.empty": ("len(dataset)", "at least 1", "0"),
    "load_mnist.image": ("image", "float32 {IMAGE_SHAPE}", "{found}"),
    "load_mnist.label": ("label", "an int", "{found}"),
    "load_mnist.no-dataset": ("load_mnist(…)", "a dataset of pairs (image, label)", "{found}"),
    "load_mnist.no-pair": ("dataset[0]", "(image, label)", "{found}"),
    "load_mnist.swapped": ("dataset[0][0]", "the image", "{found}"),
    "load_mnist.no-tensor": ("image", "float32 {IMAGE_SHAPE}", "{found}"),
    "make_loader.empty": ("number of batches", "at least 1", "0"),
    "make_loader.empty-second": ("number of batches, second epoch", "at least 1", "0"),
    "make_loader.no-pair": ("batch", "(images, labels)", "{found}"),
    "make_loader.no-tensors": ("part of a batch", "a tensor", "{found}"),
    "make_loader.single": ("part of a batch", "shape (N, …)", "shape ()"),
    "make_loader.unequal": ("forms of the batches", "the same", "{forms}"),
    "network.dtype": ("output.dtype", "torch.float32", "{found}"),
    "network.no-module": ("{name}(…)", "a torch.nn.Module", "{found}"),
    "rows.no-dicts": ("run_experiments(…)", "a list of dicts", "{found}, {other}"),
    "rows.no-list": ("run_experiments(…)", "a list of dicts", "{found}"),
    "rows.no-numbers": ("value in a row", "a number", "{found}"),
    "train.no-floats": ("train(…), the {which} of two", "a list of floats", "{found}"),
    "train.no-lists": ("train(…)", "two lists of floats", "{found}"),
    "training_epoch.no-float": ("training_epoch(…)", "a float", "{found}"),
}
