"""It opens, but what is in it does not unpack.
kind: archives
points: 0
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in files.items():
            whole.writestr(name, content)
    data = bytearray(packed.getvalue())
    data[100:400] = bytes(300)
    return bytes(data)
