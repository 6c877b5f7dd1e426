"""What people see of grades: a student's page, the class's page, tables in the terminal.

Knows grades and pictures' data from `results`, and the rubric; knows nothing of how grading is
done, and never searches a sentence for what happened: that is a result's `cause`. Its face is
`pages` (files to keep and to send), `terminal` and `live` (while it runs), `concerns` (what needs a
person) and `similarity` (submissions that are like each other).
"""
