"""`python -m autograder.quality.mutation`: see run.py."""

from .run import main

main()
