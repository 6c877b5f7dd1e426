"""It holds five thousand files.
kind: archives
points: 0
hint: files
"""

import io
import zipfile


def archive(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as many:
        for name, content in files.items():
            many.writestr(name, content)
        for number in range(5000):
            many.writestr(f"digits/more/m{number}.py", "")
    return packed.getvalue()
