"""What students receive: the skeleton, the handout and the self-checks.

Knows the rubric and the project's files; runs nothing. Its face is `assignment.write_assignment`.
"""
