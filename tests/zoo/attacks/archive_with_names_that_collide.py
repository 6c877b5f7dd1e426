"""Two of its files have the same name where case does not count.
kind: archives
points: 0
hint: the same name on some computers
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        evil.writestr("digits/Models.py", "raise SystemExit")
    return packed.getvalue()
