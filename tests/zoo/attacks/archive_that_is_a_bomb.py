"""It unpacks to 5 GB of zeros.
kind: archives
points: 0
hint: too large
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bomb:
        for name, content in files.items():
            bomb.writestr(name, content)
        with bomb.open("digits/weights.py", "w", force_zip64=True) as file:
            for _ in range(500):
                file.write(bytes(10**7))
    return packed.getvalue()
