"""A grade, and the files that hold it.

Knows the rubric, and causes from `probing`; knows nothing of sandboxes, pytest or pages. Its face
is `grade` (what grading finds out), `picture_data` (what a student's pictures are drawn from),
`results_json` (Gradescope's file, written and read back) and `grades_csv` (the class's table).
"""
