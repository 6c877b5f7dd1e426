"""Its 900 files lie below 150 folders each: more than a guest's file system has room for.
kind: archives
points: 110
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as deep:
        for name, content in files.items():
            deep.writestr(name, content)
        for number in range(900):
            deep.writestr(f"{number}/" + "a/" * 150 + "notes.txt", "x")
    return packed.getvalue()
