"""`python -m autograder.cli` is the command `autograder`."""

import sys

from .commands import main

if __name__ == "__main__":
    sys.exit(main())
