"""What runs in the sandbox, beside the student's code.

It may know `probing`, and nothing else of ours. Nothing is imported here.
"""
