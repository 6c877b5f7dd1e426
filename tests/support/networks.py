"""The networks of the zoo's correct packages, for tests without a sandbox."""

import sys
from pathlib import Path

import pytest
import torch
from torch import nn

from autograder.files import write_files
from autograder.probing.default_type import default_type
from autograder.probing.loader import StudentCode
from autograder.quality.zoo import Specimen, reference_files

from . import ROOT
from .zoo import specimens

REFERENCE = reference_files(ROOT / "solution")
PACKAGES = {one.name: one for one in specimens() if one.kind == "correct" and not one.notebook}


def build(
    specimen: Specimen, name: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> nn.Module:
    """Return the network of that name of a specimen, loaded anew from files in `folder`.

    What its files make PyTorch's default type is the default no longer when it is made.
    """
    write_files(folder, specimen.submission(REFERENCE))
    for module in [one for one in sys.modules if one.split(".")[0] == "digits"]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(sys, "path", [*sys.path])
    with default_type(torch.float32):
        network: nn.Module = StudentCode(folder).find(name)()
    assert Path(str(sys.modules["digits"].__file__)).is_relative_to(folder)
    return network
