"""Runs beside the student's code: in the sandbox, and in the student's own pytest.

It knows nothing else of ours. Nothing is imported here.
"""
