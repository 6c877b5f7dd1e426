"""It calls sys.exit in the middle of training.
kind: exits
points: 85
hint: ended by an exit
"""

import sys


def training_epoch(model, loader, optimizer, device="cpu"):
    for images, labels in loader:
        sys.exit("all points, please")
