"""Hints: what a student is told of a failed check, in three levels from one catalogue a language.

A check fails with the id of a hint and named fields, as its assertion's message:

    assert image.dtype == torch.float32, dict(hint="q1.dtype", found=image.dtype)

`catalogue.py` makes words of it, with those of a language, such as `en/`; `graded.py` adds
those of hidden checks, which students do not get. A message that is a string is a hint of one
level.
"""
