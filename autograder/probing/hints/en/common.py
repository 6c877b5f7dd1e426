"""English: what stands in and around all hints, and what the self-checks say besides."""

from ..phrases import Phrases

PHRASES = Phrases(
    numbers=(
        *("no", "one", "two", "three", "four", "five"),
        *("six", "seven", "eight", "nine", "ten"),
    ),
    channel="channel",
    channels="channels",
    then=", then ",
    handout="(Handout: “{heading}”.)",
    expected="expected",
    got="got",
)

LINES = {
    "mode.training": ("training", ""),
    "mode.evaluation": ("evaluation", ""),
    "set.training": ("training", ""),
    "set.test": ("test", ""),
    "kind.a": ("a {name}", ""),
    "kind.has-yield": (
        "A function with a `yield` in it returns a generator, and runs only when somebody asks that"
        " for values.",
        "",
    ),
    "kind.no-call": (
        "That is a function itself, not what it returns: look at whether it should be called, and"
        " whether a variable of this name was meant.",
        "",
    ),
    "kind.no-return": (
        "A function returns None where it reaches no `return`: look at every way through it, and at"
        " what is only printed.",
        "",
    ),
    "kind.one-hot": (
        "It has a 1 among zeros, as one-hot labels have; expected the number of the class itself.",
        "",
    ),
    "kind.one-item": ("It has one item: a comma at the end of a line makes such a tuple.", ""),
    "kind.an": ("an {name}", ""),
    "home.needs": ("needs {what}", ""),
    "home.interrupted": ("interrupted{where}; what comes after it was not checked", ""),
    "home.passed": ("{question}: passed {passed} of {total}", ""),
    "home.explain": (
        "`pytest --explain` says where to look, and shows the smallest example.",
        "",
    ),
    "home.graded": ("Graded as well, which you cannot check here:", ""),
    "home.cannot-be-run": ("{file} cannot be run: {why}", ""),
    "home.look": ("Where to look", ""),
    "home.example": ("The smallest example", ""),
}

CONCEPTS: dict[str, tuple[str, str]] = {}
