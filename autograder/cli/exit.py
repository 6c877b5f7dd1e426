"""How a command ends when it cannot do what it is asked for; the exit codes."""

import click


class Refused(click.ClickException):
    """Bad arguments, a bad grading.yml, or nothing to grade."""

    exit_code = 2


class Fault(click.ClickException):
    """The grader itself failed."""

    exit_code = 3
