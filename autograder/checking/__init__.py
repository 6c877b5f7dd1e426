"""What a check is given: the student's functions, and small data to try them on."""
