"""It brings folders where files are expected: digits/models.py/ with files in it.
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
        evil.writestr("digits/models.py/__init__.py", "x = 1")
    return packed.getvalue()
