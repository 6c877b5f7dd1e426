"""Which message of Python's or PyTorch's has advice in the catalogue."""

import re
import traceback
from typing import Any, TypeVar

from .defaults import DEFAULTS
from .shape import COLUMNS, ROWS

Error = TypeVar("Error", bound=BaseException)
ADVISED = "_autograder_advice"  # what holds the advice of an error that we raise ourselves

ADVICE = (  # by a pattern of the message's words; the first that fits counts
    ("modified by an inplace operation", "advice.in-place"),
    ("leaf Variable that requires grad", "advice.leaf-in-place"),
    ("backward through the graph a second time", "advice.backward-twice"),
    ("does not require grad", "advice.no-gradient"),
    ("shapes cannot be multiplied", "advice.dense-sizes"),
    (r"expected input\[.*\] to have \d+ channels", "advice.channels"),
    ("to conv2d", "advice.convolution-input"),
    (r"conv2d\(\) received an invalid combination", "advice.layer-arguments"),
    ("is invalid for input of size", "advice.fixed-size"),
    ("Dimension out of range|too many indices for tensor of dimension 1", "advice.dimensions"),
    ("Kernel size can't be greater than actual input size", "advice.kernel-too-large"),
    ("'bool' object has no attribute", "advice.no-tensor-compared"),
    ('required "forward" function', "advice.no-forward"),
    (
        r"__init__\(\) takes \d+ positional arguments? but \d+ (?:was|were) given",
        "advice.class-parentheses",
    ),
    (
        r"'(?:RecordingNetwork|GivenNetwork|MLP|CNN|Module|Sequential)' object is not iterable",
        "advice.network-is-no-list",
    ),
    ("'(?:MLP|CNN)' object has no attribute", "advice.not-on-self"),
    (r"^(?:MLP|CNN)\.__init__\(\) got an unexpected keyword", "advice.spelling-of-init"),
    ("'(?:Noted)?Digits' object has no attribute", "advice.pairs-only"),
    ("'NoneType' object has no attribute '(?:append|extend|update|sort)'", "advice.returns-none"),
    ("same number of dimensions as input", "advice.index-dimensions"),
    ("'(?:float|int)' object has no attribute 'backward'", "advice.number-has-no-backward"),
    ("expected scalar type Long", "advice.labels-whole"),
    ("multi-target not supported", "advice.loss-arguments"),
    ("Boolean value of Tensor", "advice.truth-of-tensor"),
    ("must match the size of tensor", "advice.sizes-do-not-fit"),
    (r"must be Tensor, not (?!NoneType)[A-Z]", "advice.tensor-to-a-class"),
    (r"batch_size should be .* batch_size=(?:True|False|\d*\.\d+)$", "advice.argument-order"),
    ("division by zero", "advice.division-by-zero"),
    (r"'\w*(?:method|function)' object is not (?:iterable|subscriptable)", "advice.no-call"),
    (r"unsupported operand .*'\w*(?:method|function)\w*'", "advice.no-call"),
    ("unsupported operand .*'tuple'", "advice.tuple-in-a-sum"),
    (
        "'int' object has no attribute '(?:to|view|reshape|flatten|size|shape|float|dim)'",
        "advice.int-for-a-tensor",
    ),
    (r"bad operand type for unary \+", "advice.sign-for-a-sum"),
    ("'DataLoader' object is not subscriptable", "advice.loader-indexed"),
    (r"softmax\(\) missing .*dim", "advice.softmax-dimension"),
    (
        "name '(?:math|itertools|copy|torch|torchvision|nn|F|functional|optim|transforms|datasets"
        "|DataLoader|AdamW|np)' is not defined",
        "advice.not-imported",
    ),
    ("name '.*' is not defined", "advice.no-such-name"),
    ("'tuple' object is not callable", "advice.tuple-called"),
    ("cannot access local variable|referenced before assignment", "advice.local-name"),
    ("is not a Module subclass", "advice.one-by-one"),
    ("'(?:Tensor|float|int|list|tuple|dict)' object is not callable", "advice.value-called"),
    ("(?:Tensor|tensor) with .* elements? (?:can|cannot) be converted", "advice.several-numbers"),
    ("only one element tensors can be converted", "advice.several-numbers"),
    ("optimizer got an empty parameter list", "advice.no-parameters"),
    ("'(?:tuple|list)' object has no attribute", "advice.no-list"),
    ("unsupported operand .*'NoneType'", "advice.none-in-a-sum"),
    ("(?:not enough|too many) values to unpack", "advice.unpacked"),
    (r"before Module\.__init__\(\) call", "advice.no-super-init"),
    ("context manager protocol|^__enter__", "advice.with"),
    ("EOF when reading a line", "advice.input"),
)
ONE_DIMENSION = re.compile(  # what is said of a tensor that has no second one
    r"in range of \[-1, 0\], but got 1|too many indices for tensor of dimension 1"
)
# By the last convolution of `CNN()`; 0 if nobody is asked for it.
CHANNELS_MADE = DEFAULTS["CNN"]["channels"][-1] if "CNN" in DEFAULTS else 0


def advised(error: Error, advice: str, **fields: Any) -> Error:
    """Return an error that we raise in the student's code, with the id of its advice and the fields
    of that line.
    """
    setattr(error, ADVISED, {"because": advice, **fields})
    return error


def advice_for(error: BaseException, text: str) -> dict[str, Any]:
    """Return the id of the advice for an error with this text, and its fields."""
    found = getattr(error, ADVISED, None)
    if isinstance(found, dict):
        return found
    fits = (advice for words, advice in ADVICE if re.search(words, text))
    if ONE_DIMENSION.search(text) and _batch_size(error) == 1:
        return {"because": "advice.single-image"}
    return {"because": _of_pooled_sizes(text) or next(fits, None)}


def _batch_size(error: BaseException) -> int | None:
    """Return how many `labels` there are in the innermost function with some; None if in none."""
    size = None
    for frame, _ in traceback.walk_tb(error.__traceback__):
        shape = getattr(frame.f_locals.get("labels"), "shape", None)
        size = shape[0] if shape else size
    return size


def _of_pooled_sizes(text: str) -> str | None:
    """Return the advice for images that `CNN()` has made too small for its first dense layer."""
    found = re.search(r"cannot be multiplied \(\d+x(\d+) and (\d+)x\d+\)", text)
    kept = CHANNELS_MADE * -(-ROWS // 8) * -(-COLUMNS // 8)  # three times halved, and rounded up
    if found is None or int(found[2]) != kept:
        return None
    values = int(found[1])
    if values == CHANNELS_MADE * (ROWS // 8) * (COLUMNS // 8):
        return "advice.rounded-down"
    shrunk = values < kept and values % CHANNELS_MADE == 0
    return "advice.images-shrunk" if shrunk else None
