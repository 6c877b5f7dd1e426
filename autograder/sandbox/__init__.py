"""Runs a student's code apart from the grader: host outside, guest inside, a wire between."""
