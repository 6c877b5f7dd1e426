"""It is a program that calls itself a zip archive.
kind: archives
points: 0
hint: no zip archive
"""


def archive(files):
    return b"\x7fELF" + bytes(1000)
