"""English: what became of the process that a student's code ran in, where it is graded."""

LINES = {
    "process.ended": ("Your code ended the process it ran in.", ""),
    "process.time": (
        "The {seconds:g} s that a question may take are over. Look for a loop that does not"
        " end, or for work done again and again.",
        "endless",
    ),
    "process.function-time": (
        "The {seconds:g} s that `{name}` may take, in all its checks together, are over. Look for"
        " a loop that does not end, or for work done again and again.",
        "endless",
    ),
    "process.cpu": (
        "Your code used more than the {seconds} s of CPU time a question may take.",
        "endless",
    ),
    "process.memory": (
        "Your code and what it started took more than the {megabytes:,} MB of memory that a"
        " question may take, all together. Look for tensors that grow, or are kept when they are"
        " no longer needed.",
        "memory",
    ),
    "process.closed": ("Your code closed its connection to the grader, and went on.", ""),
    "process.signal": ("Your code crashed the Python process (signal {signal}).", ""),
    "process.exit": ("Your code ended the Python process (exit code {code}).", ""),
    "process.refused": ("The answer from your code was refused: {why}.", ""),
    "refused.nothing-asked": ("it answers nothing asked", ""),
    "refused.asks": ("it asks where nothing is answered", ""),
    "refused.hint": ("its hint is no text", ""),
    "refused.cause": ("its cause is none that it may give", ""),
    "process.other-data": (
        "Your code passes this check on the data that you have, and fails the same check on"
        " other data: it answers known inputs only. There: {there}.",
        "",
    ),
}

CONCEPTS: dict[str, tuple[str, str]] = {}
