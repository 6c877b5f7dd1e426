"""Grades one submission: pytest runs the checks here, guests run the student's code elsewhere.

Knows `checking`, `network`, `sandbox` and the rubric; nothing of classes, pages and LMSs. Its face
is `grader.Grader`, made from a `setup.GradingSetup`.
"""
