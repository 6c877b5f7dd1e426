"""`grading.yml`: points, thresholds, limits.

Knows the names of the checks, and the assignment's questions from `probing`. Its face is
`rubric.load_rubric`, which holds the file to the checks that exist.
"""
