"""English: where code fails while it is loaded or run, and what it was doing."""

LINES = {
    "code.unwritten": ("{stub} (still to be written)", ""),
    "code.raised": ("{raised} (while {doing}{where})", "traceback"),
    "code.memory": (
        "Out of memory while {doing}. Look for tensors that grow, or are kept when they are no"
        " longer needed.",
        "memory",
    ),
    "code.no-gpu": (
        "Your code asks for a GPU, and there is none (while {doing}{where}). Move the network"
        " and the batches with `.to(device)`: every function is given its `device`, whose"
        ' default stays "cpu".',
        "traceback",
    ),
    "code.time": (
        "Not done after {seconds:g} s (while {doing}{where}). Look for a loop that does not"
        " end, or for work done again and again.",
        "endless",
    ),
    "code.in-loop": (
        "It was in the loop `{loop}` ({place}): look at what should end it, and whether that"
        " happens.",
        "endless",
    ),
    "code.exit": ("The program was ended by an exit while {doing}.", "traceback"),
    "code.so-there-is-no": ("{reason}; so there is no `{name}`{where}.", ""),
    "code.run-on-import": (
        "{reason}. This line is run when the file is loaded, and there is no network while your"
        " code is checked: load the images in the function that needs them.",
        "loading",
    ),
    "code.needs-another": (
        "{doing} needs `{name}`, which belongs to {home}: run its cell first.",
        "",
    ),
    "code.last-taken": (
        "`{name}` is defined {count} times: {places}. Taken: {taken}, since it is the last.",
        "",
    ),
    "code.written-taken": (
        "`{name}` is defined {count} times: {places}. Taken: {taken}, since those below are not"
        " written.",
        "",
    ),
    "missing.in-notebook": (
        "`{name}` is missing: no code cell of the notebook defines it.",
        "loading",
    ),
    "missing.not-run": ("`{name}` is missing: no cell that was run defines it.", ""),
    "missing.package": ("There is no package `{package}`.", "loading"),
    "missing.file": ("{file} is missing.", "loading"),
    "missing.name": ("`{name}` is missing: it belongs in {file}.", "loading"),
    "missing.for-a-reason": ("{missing}. What went wrong there: {reason}.", ""),
    "doing.calling": ("calling {name}", ""),
    "doing.defaults": ("looking at the arguments of a function", ""),
    "doing.batches": ("going through make_loader's batches", ""),
    "doing.building": ("building the network", ""),
    "doing.running": ("running the network", ""),
    "doing.gradients": ("computing the network's gradients", ""),
    "doing.device": (
        'running a function with device="{device}"',
        "",
    ),
    "doing.importing": ("importing {path}", ""),
    "doing.notebook": ("running the notebook", ""),
    "doing.checking": ("checking", ""),
    "place.line": ("{file}, line {line}", ""),
    "place.line-of-cell": ("line {line} of the code cell `{first}`", ""),
    "place.in-function": ("`{function}` ({where})", ""),
    "where.place": (", {place}", ""),
    "where.line": (", line {line}", ""),
    "where.in": (" in {place}", ""),
}

CONCEPTS = {
    "traceback": (
        """Python has raised an exception: it says which kind, what it objects to, and the line
        that was running. Begin with that line; below the hint stand the lines of your files
        on the way to it, the innermost marked with an arrow. Then read the message slowly,
        for it mostly names the shapes, types or names that did not fit. Before that line
        print what goes into it: the type, and of a tensor its shape and dtype; `pytest -s`
        shows what is printed. Or put `breakpoint()` there, and look at the values yourself.
        Often the line is right, and what came into it was made wrongly a few lines earlier.""",
        "How to work",
    ),
    "loading": (
        """Your code is loaded by name. A check asks for the functions of its question, and of
        each file, or cell, is run what these need: their definitions, what they name, and
        the imports for that. What else a file does on the way, a training run or a plot, is
        not needed and not run. So a function must be where it is looked for, under exactly
        the name that the handout gives, and not inside another function or below an `if`.
        An error in what it needs is an error of the function. If a name seems to be there
        and is not found, compare its spelling, and look at how far the line is indented.""",
        "How to work",
    ),
    "endless": (
        """Each check has a time limit, and yours was still running when it was over. The data
        of the checks are small, so that a correct function takes a second or two at most.
        Look first at the line that was running. A `while` whose condition never changes, a
        loop over something that grows meanwhile, or a function that calls itself never
        ends. Or the work is right and done too often: a network that is trained anew for
        every batch, a dataset that is measured inside the loop over its batches, or a loop
        over single images where a whole batch can be computed at once. Print a counter in
        the loop, and run `pytest -s`.""",
        "How to work",
    ),
    "memory": (
        """The memory was used up. The images of a check need little of it, so something grows.
        A cost that is a tensor remembers the graph of its computation, with all
        intermediate values; put into a list or added to a total, it keeps them for every
        batch. A tensor that is joined to itself in a loop doubles each time. Two shapes
        that do not fit may be stretched to fit: (N, 1) and (N,) together make (N, N). And a
        layer with far too many units has far too many weights. Print the shapes of what you
        keep, and look at which of them grow from batch to batch.""",
        "How to work",
    ),
}

ROWS = {
    "doing.batches": ("make_loader(…)", "batches (images, labels)", "{raised}"),
    "doing.building": ("the network", "a torch.nn.Module", "{raised}"),
    "doing.calling": ("{name}(…)", "what its docstring says", "{raised}"),
    "doing.gradients": ("gradients of the network", "numbers", "{raised}"),
    "doing.running": ("output", "float32 (N, {NUM_CLASSES})", "{raised}"),
}
