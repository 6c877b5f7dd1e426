"""It takes memory as a stack, which the kernel counts apart from other memory.
kind: bombs
points: 108
hint: of memory that a question may take
"""

import mmap
import time

PRIVATE, ANONYMOUS, DOWNWARDS = 0x02, 0x20, 0x0100
MEGABYTES = 3_000


def chance_cost(num_classes=10):
    flags = PRIVATE | ANONYMOUS | DOWNWARDS
    stacks = [mmap.mmap(-1, 100 * 2**20, flags) for _ in range(MEGABYTES // 100)]
    for stack in stacks:
        for place in range(len(stack) - 1, 0, -4096):
            stack[place] = 1
    time.sleep(1)
    raise RuntimeError(f"BREACHED: {MEGABYTES} MB of stacks")
