"""It holds a file with an absolute name, and one on a drive of Windows.
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
        evil.writestr(f"C:\\Windows\\{marker}", "here")
        evil.writestr(f"/tmp/{marker}", "here")
    return packed.getvalue()
