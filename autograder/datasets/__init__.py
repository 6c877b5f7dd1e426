"""Images of digits: embedded, downloaded, or in a folder.

Knows NumPy and PyTorch, and where the project lies; nothing of grading. Its face is `catalogue`,
and `cache` where PyTorch must not be imported; `embedded` also goes to students.
"""
