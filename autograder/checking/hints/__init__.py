"""The hints of checks, beside those of what checks run (`probing/hints`).

A check fails with the id of a hint and named fields, as its assertion's message:

    assert image.dtype == torch.float32, dict(hint="q1.dtype", found=image.dtype)

`catalogue.py` has the words of a language, such as `en/`; `graded.py` adds those of hidden checks,
which students do not get.
"""
