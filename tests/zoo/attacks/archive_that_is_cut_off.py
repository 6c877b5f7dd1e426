"""Its second half is missing.
kind: archives
points: 0
hint: damaged
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as whole:
        for name, content in files.items():
            whole.writestr(name, content)
    return packed.getvalue()[: len(packed.getvalue()) // 2]
