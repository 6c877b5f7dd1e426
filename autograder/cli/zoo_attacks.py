"""Runs the attacks of the zoo for `autograder zoo attacks`, with progress and tables."""

from pathlib import Path

from rich.console import Console

from ..files import write_whole
from ..quality.attacks.levels import missing, run_level
from ..quality.attacks.run import Verdict
from ..quality.attacks.specimens import read_attacks
from ..quality.report import (
    attack_page,
    attack_problems,
    attack_summary,
    attack_table,
    broken,
)
from ..quality.zoo import ZooError
from ..sandbox.isolation import LEVELS, IsolationError, choose
from .exit import Refused


def run_attacks(isolation: str, seed: int, page: Path | None) -> bool:
    """Run all attacks at a level, `auto` or `all`; say whether all held but named exceptions.

    Raises `Refused`.
    """
    console = Console()
    try:
        attacks = read_attacks()
        wanted = LEVELS if isolation == "all" else (_level(isolation),)
    except (ZooError, IsolationError) as error:
        raise Refused(str(error)) from None
    reasons = {level: missing(level) for level in wanted}
    for level, reason in reasons.items():
        if reason:
            console.print(f"level {level} is left out: {reason}", markup=False)
    levels = [level for level, reason in reasons.items() if not reason]
    if not levels:
        raise Refused("no level of isolation is at hand for the attacks.")
    outcomes: dict[str, list[Verdict]] = {}
    with console.status("starting") as status:
        for level in levels:
            outcomes[level] = []
            for verdict in run_level(attacks, level, seed):
                outcomes[level].append(verdict)
                done = len(outcomes[level])
                status.update(f"{level}: {done} of {len(attacks)}, {verdict.attack}")
    if page is not None:
        write_whole(page, attack_page(attacks, outcomes))
    console.print(attack_table(attacks, outcomes))
    failures = broken(attacks, outcomes)
    if failures:
        console.print()
        console.print(attack_problems(attacks, outcomes))
    console.print()
    console.print(attack_summary(attacks, outcomes), markup=False, highlight=False)
    return not failures


def _level(isolation: str) -> str:
    return choose(isolation).level if isolation == "auto" else isolation
