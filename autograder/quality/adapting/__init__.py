"""Makes the assignment one's own: do all places agree about the questions, and what changes them.

Reads and writes files of a project's folder, and runs none of them. Its face: `doctor.find_gaps`.
"""
