"""The instructor's tool: the group of all its commands."""

import click

from .lazy import LazyGroup

COMMANDS = {  # by name, the module of this package that defines it
    "accept": "accept",
    "calibrate": "calibrate",
    "data": "data",
    "decide": "decide",
    "demo": "demo",
    "desk": "desk",
    "doctor": "doctor",
    "grade": "grade",
    "new": "new",
    "release": "release",
    "remove": "remove",
    "zoo": "zoo",
}


@click.group(
    cls=LazyGroup,
    modules=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="autograder")
def main() -> None:
    """Grade the assignment "Recognise handwritten digits with PyTorch"."""
