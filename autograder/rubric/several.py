"""Which of several hand-ins of one student counts: `hand_ins:` in `grading.yml`."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Keep = Literal["latest", "best", "named"]


class SeveralHandIns(BaseModel):
    """The rule, and the submissions that count whatever it says, by name.

    With `named` none counts that is not named, here or by a decision of the kind `counts`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    keep: Keep
    named: tuple[str, ...] = ()
