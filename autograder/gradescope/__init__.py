"""Grading on Gradescope: the archive to upload, and what runs in its container."""
