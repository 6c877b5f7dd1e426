"""The levels of isolation by name, and the choice of the best one that is possible here."""

import importlib
import pkgutil

from ..inside import seccomp
from . import levels
from .levels.base import Isolation, IsolationError

__all__ = ["LEVELS", "Isolation", "IsolationError", "choose", "for_workers"]


def _find_levels() -> dict[str, type[Isolation]]:
    """Return the classes in the files of `levels` by name, the best level first."""
    for module in pkgutil.iter_modules(levels.__path__):
        importlib.import_module(f"{levels.__name__}.{module.name}")
    found = sorted(Isolation.__subclasses__(), key=lambda one: one.rank)
    return {one.level: one for one in found}


LEVELS = _find_levels()


def choose(wanted: str = "auto") -> Isolation:
    """Return the level `wanted`, or with `auto` the best one that is possible here.

    Raises `IsolationError` when the level wanted is not possible.
    """
    if wanted != "auto":
        reason = LEVELS[wanted].missing()
        if reason:
            raise IsolationError(f"isolation `{wanted}` is not possible here: {reason}.")
        return LEVELS[wanted](seccomp.missing())
    reasons: list[str] = []
    for name, level in LEVELS.items():
        reason = level.missing()
        if not reason:
            return level("; ".join(filter(None, [*reasons, seccomp.missing()])))
        reasons.append(f"no `{name}`: {reason}")
    raise IsolationError("; ".join(reasons))


def for_workers(wanted: str) -> Isolation:
    """Return the level `wanted` for a cluster, where every worker chooses for itself."""
    return LEVELS.get(wanted, Isolation)()
