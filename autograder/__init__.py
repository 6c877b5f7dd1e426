"""Grades submissions of the assignment *Recognise handwritten digits with PyTorch*."""

__version__ = "0.2.0"
