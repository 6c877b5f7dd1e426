"""What was handed in, read into memory: folders, archives, notebooks.

Knows the assignment's names from `probing`; runs nothing, unpacks nothing where code could find it,
follows no link. Its face is `bulk.find_all` (submissions, also as an LMS lets teachers download
them, and what is none) and `submissions` (name and read them).
"""
