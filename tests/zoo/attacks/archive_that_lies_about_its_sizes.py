"""Its directory says that a file of 50 MB has ten bytes.
kind: archives
points: 0
"""

import io
import struct
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        for name, content in files.items():
            bomb.writestr(name, content)
        bomb.writestr("digits/large.py", bytes(50_000_000))
    data = bytearray(packed.getvalue())
    entry = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, entry + 24, 10)
    return bytes(data)
