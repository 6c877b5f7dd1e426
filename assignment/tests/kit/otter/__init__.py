"""The assignment as a notebook, and its grading under Otter.

Knows `release` and how a question is graded; nothing of a class. Its face is
`release.release_notebook`; `runner` also goes to students.
"""
