"""Recognise images with PyTorch.

Each module answers the questions its first line names, and imports only what it needs:

    from digits.models import MLP

Train a network and look at it: `python -m digits --help`.
"""
