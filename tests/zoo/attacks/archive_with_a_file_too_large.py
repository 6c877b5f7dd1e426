"""One of its files of code is larger than any submission may be.
kind: archives
points: 0
hint: too large
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as large:
        for name, content in files.items():
            large.writestr(name, content)
        large.writestr("digits/network.py", bytes(6_000_000))
    return packed.getvalue()
