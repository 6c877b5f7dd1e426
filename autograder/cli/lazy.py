"""A group of commands, each in a module of its own that is imported when the command is used.

It follows click's recipe, https://click.palletsprojects.com/en/stable/complex/#lazily-loading-subcommands,
but for one thing: the list of commands is made from the modules' docstrings, without their import.
"""

import ast
import importlib
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

import click

from ..project import MissingFolder
from .exit import Refused
from .stopping import StoppableGroup


class LazyGroup(StoppableGroup):
    """Commands by the modules that define them.

    `modules` are modules of this package by the command's name. The command in a module is called
    `command`, and the module's docstring begins with the command's help.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command, and return the command."""
        if cmd_name not in self.modules:
            return None
        module = importlib.import_module(f"{__package__}.{self.modules[cmd_name]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, each with the first line of its module's docstring."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self._help_of(name)) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; refuse one that needs a folder which is not installed."""
        try:
            return super().invoke(ctx)
        except MissingFolder as error:
            raise Refused(str(error)) from None

    def _help_of(self, name: str) -> str:
        spec = find_spec(f"{__package__}.{self.modules[name]}")
        assert spec is not None and spec.origin is not None
        with open(spec.origin, encoding="utf-8") as file:
            docstring = ast.get_docstring(ast.parse(file.read()))
        assert docstring is not None
        return docstring.split("\n")[0]
