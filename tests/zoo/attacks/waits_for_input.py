"""It waits for somebody to type something.
kind: hangs
points: 108
hint: EOFError
"""


def chance_cost(num_classes=10):
    return float(input("how many points? "))
