"""It holds an archive that holds an archive, a hundred times over.
kind: archives
points: 0
"""

import io
import zipfile


def archive(files):
    content, name = b"print()", "digits/data.py"
    for depth in range(100):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as outer:
            outer.writestr(name, content)
        content, name = packed.getvalue(), f"inner{depth}.zip"
    return content
