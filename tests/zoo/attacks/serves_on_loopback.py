"""It leaves a server on the loopback device in q5 and asks it in q7.
kind: network
points: 110
"""

import contextlib
import math
import os
import socket

PORT = 47_047


def chance_cost(num_classes=10):
    with contextlib.suppress(OSError):
        server = socket.create_server(("127.0.0.1", PORT))
        if os.fork() == 0:
            os.setsid()
            while True:
                server.accept()[0].sendall(b"labels")
    return math.log(num_classes)


reference = globals().get("run_experiments")


def run_experiments(grid, training_data, validation_data, epochs=1):
    with contextlib.suppress(OSError):
        said = socket.create_connection(("127.0.0.1", PORT), timeout=0.5).recv(100)
        raise RuntimeError(f"BREACHED: {said}")
    return reference(grid, training_data, validation_data, epochs)
