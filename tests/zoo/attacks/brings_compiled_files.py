"""It brings compiled modules that would be run in place of the sources beside them.
kind: archives
points: 110
"""

import importlib.util
import io
import marshal
import sys
import zipfile


def archive(files):
    code = compile("raise RuntimeError('BREACHED: compiled')", "models.py", "exec")
    compiled = importlib.util.MAGIC_NUMBER + b"\x01\0\0\0" + bytes(8) + marshal.dumps(code)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as evil:
        for name, content in files.items():
            evil.writestr(name, content)
        for name in ("models", "evaluation", "__init__"):
            tag = sys.implementation.cache_tag
            evil.writestr(f"digits/__pycache__/{name}.{tag}.pyc", compiled)
        evil.writestr("digits/evaluation.pyc", compiled)
        evil.writestr("torch.pyc", compiled)
    return packed.getvalue()
