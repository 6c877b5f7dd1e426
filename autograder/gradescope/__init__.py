"""Grading on Gradescope: the archive to upload, and what runs in its container.

Knows how one submission is graded; nothing of a class. Its face is `bundle.write_gradescope`;
Gradescope starts `setup.sh` and `run_autograder`.
"""
