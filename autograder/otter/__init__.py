"""The assignment as a notebook, and its grading under Otter."""
