"""It holds files whose names lead out of it, by dots.
kind: archives
points: 0
hint: leads out of it
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        evil.writestr("../../../../tmp/BREACHED", "here")
    return packed.getvalue()
