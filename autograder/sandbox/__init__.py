"""Runs a student's code in processes where it may do as it likes.

It knows what runs inside (`inside`, `probing`), and nothing of checks, grades and data. Its face:
`isolation.choose` takes a level of isolation, `sandbox.Sandbox` opens a guest for a question, and
`guest.Guest.call` runs a probe in it.
"""
