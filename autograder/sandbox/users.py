"""Chooses the unprivileged users that guests run as, others for every sandbox of a machine.

Processes of one user can kill each other, and share a limit on how many there may be.
"""

import contextlib
import os
import pwd
from pathlib import Path

NOBODY = 65534
USERS = range(1879048192, 2147352576)  # systemd assigns none of these: enough for every process
FEW_USERS = range(60706, 61184)  # nor these, for a container that has no more than 65,536 users
# Slots of users for each process, one for a sandbox. Prime, so that processes with consecutive
# numbers spread over all of a short range.
SLOTS = 19
CONTAINERS = 1_000_003  # a large prime, which keeps equal process numbers of two containers apart


def unprivileged_users(sandbox: int, count: int) -> tuple[int, ...]:
    """Return `count` users for the guests of a sandbox, whose number in this process is given.

    They differ from those of other sandboxes wherever there are users enough; without any user
    that is possible here, it is `nobody` alone.
    """
    slot = (_container() * CONTAINERS + os.getpid()) * SLOTS + sandbox % SLOTS
    for possible in (USERS, FEW_USERS):
        first = possible.start + slot * count % (len(possible) // count * count)
        users = tuple(range(first, first + count))
        if all(map(_is_possible, users)):
            return users
    return (NOBODY,)


def _container() -> int:
    """Return a number of the container we are in: a machine counts users of all its containers
    together."""
    with contextlib.suppress(OSError):
        return os.stat("/proc/self/ns/pid").st_ino
    return 0


def _is_possible(user: int) -> bool:
    """Return whether a guest may be this user: a container may have few users, and one with a name
    must not be taken, for all processes and files of a guest's user are removed."""
    with contextlib.suppress(KeyError):
        pwd.getpwuid(user)
        return False
    try:
        ranges = Path("/proc/self/uid_map").read_text().splitlines()
    except OSError:
        return False
    spans = [list(map(int, line.split())) for line in ranges]
    return any(first <= user < first + count for first, _, count in spans)
