"""Its files say that they are encrypted.
kind: archives
points: 0
hint: password
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as closed:
        for name, content in files.items():
            closed.writestr(name, content)
    data = bytearray(packed.getvalue())
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)
