"""What several questions say in English."""

LINES = {"all.defaults": ("{trouble}", "defaults")}

CONCEPTS = {
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
}
