"""It fails with terminal escapes, HTML, text that turns around, and all the paths it knows.
kind: writing
points: 108
"""

import sys
import traceback


def chance_cost(num_classes=10):
    print("\x1b[2J\x1b]0;graded\x07 <script>alert(1)</script> \u202e stniop 011")
    print(
        sys.path,
        [module.__file__ for module in sys.modules.values() if hasattr(module, "__file__")],
    )
    traceback.print_stack()
    raise ValueError(f"\x1b[31m{__file__} {sys.path} {sys.prefix} \x9b2K <b>bold</b>")
