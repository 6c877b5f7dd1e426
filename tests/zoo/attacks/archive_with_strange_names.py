"""Its names hold terminal escapes, line ends and zeros.
kind: archives
points: 0
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        evil.writestr("digits/\x1b[2J\x1b]0;110 points\x07\nSCORE.py", "")
    return packed.getvalue()
