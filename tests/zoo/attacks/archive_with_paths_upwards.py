"""It holds files whose names lead out of it, by dots.
kind: archives
points: 0
hint: leads out of it
"""

import io
import re
import zipfile


def archive(files):
    marker = re.search(r"MARKER = '(.*)'", files["digits/target.py"].decode())[1]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        evil.writestr(f"../../../../tmp/{marker}", "here")
    return packed.getvalue()
