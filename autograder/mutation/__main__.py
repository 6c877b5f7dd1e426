"""`python -m autograder.mutation`: see run.py."""

from .run import main

main()
