"""It holds a disk and a pipe, which a reader would wait for.
kind: archives
points: 0
hint: a device
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        for name, kind in (("digits/disk.py", 0o060666), ("digits/pipe.py", 0o010666)):
            device = zipfile.ZipInfo(name)
            device.create_system, device.external_attr = 3, kind << 16
            evil.writestr(device, "")
    return packed.getvalue()
