"""It lets the shell and other programs connect for it.
kind: network
points: 110
"""

import contextlib
import math
import subprocess


def chance_cost(num_classes=10):
    from .target import PORT, UDP_PORT

    for command in (
        f"echo labels > /dev/tcp/127.0.0.1/{PORT}",
        f"echo labels > /dev/udp/127.0.0.1/{UDP_PORT}",
        f"curl -m 1 http://127.0.0.1:{PORT}",
        f"python3 -c \"import socket; socket.create_connection(('127.0.0.1', {PORT}))\"",
    ):
        with contextlib.suppress(OSError):
            subprocess.run(["bash", "-c", command], capture_output=True, check=False)
    return math.log(num_classes)
