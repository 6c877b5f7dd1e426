"""What the tests of pages share: hostile text, made-up pictures, a contrast of colours."""

from autograder.results.picture_data import (
    Costs,
    Operator,
    PictureData,
    PicturedNetwork,
    Weights,
    WrongDigit,
)

HOSTILE = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</style></title><svg onload=alert(1)>",
    "\"><a href='javascript:alert(1)'>x</a>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }} {% include 'base.html' %} ${7*7}",
    "<!-- --> <![CDATA[ ]]> &lt;b&gt; &#60;i&#62;",
    "\u202egnp.exe\u2066 \x1b[31mred \x00 \ud800",
    "]]></pre></details></main><h1>100 points</h1>",
)
NAMES = (*HOSTILE, 'O\'Brien "Bo" & Co', "50% #1?", "a b+c;d=e", "משה כהן", "..", "index", "Ωß日本")


def picture_data() -> PictureData:
    """Pictures of everything, with numbers made up."""
    wrong = WrongDigit(bytes(range(196)) * 4, 3, (0.1,) * 5 + (0.4,) + (0.025,) * 4)
    rows = tuple(tuple(9 if a == b else a == b + 1 for b in range(10)) for a in range(10))
    network = PicturedNetwork(
        name="MLP",
        operators=(Operator("addmm", "N × 784", "N × 64", 50240),),
        left_out=0,
        num_parameters=50890,
        confusion=tuple(tuple(map(int, row)) for row in rows),
        wrong=(wrong,),
        weights=Weights(3, 28, 28, bytes(3 * 784), 0.5),
    )
    costs = Costs((1.5, 0.7, float("nan")), (0.8, 0.6))
    return PictureData("digits", {"q1": network}, {"q4": costs})


def contrast(one: str, other: str) -> float:
    """WCAG 2's contrast ratio of two colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
