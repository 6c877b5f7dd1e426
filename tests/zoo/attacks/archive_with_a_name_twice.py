"""It holds models.py twice, and one of them may be looked at while the other one runs.
kind: archives
points: 0
hint: twice
"""

import io
import warnings
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, content in files.items():
            evil.writestr(name, content)
        evil.writestr("digits/models.py", "raise SystemExit")
    return packed.getvalue()
