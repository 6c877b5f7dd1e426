"""Grades many submissions: side by side, on a cluster, stopped and resumed, and once more.

May know whatever grades, reads and writes; nothing of a console. Its face is `run.grade_class`.
"""
