"""What was handed in, read into memory: folders, archives, notebooks.

Knows the assignment's names from `probing`; runs nothing, unpacks nothing where code could find it,
follows no link. Its face is `submissions` (find, name and read them) and `bulk.arrange` (what an
LMS lets teachers download).
"""
