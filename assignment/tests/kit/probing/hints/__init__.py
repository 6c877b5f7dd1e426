"""Hints: what a student is told of a failure, in three levels from one catalogue a language.

A failure is data: the id of a hint and named fields, as in

    raise StudentError(dict(hint="answer.no-float", name="evaluate", found="a str", place=""))

A field may be such a message, too. `catalogue.py` makes words of it, with those of a language, such
as `en/`; here are those of what probes, networks and answers fail with. `checking/hints` has those
of the checks. A message that is a string is a hint of one level.
"""
