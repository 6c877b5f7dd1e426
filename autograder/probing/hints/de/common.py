"""German: what stands in and around all hints, and what the self-checks say besides."""

from ..phrases import Phrases

PHRASES = Phrases(
    numbers=(
        *("kein", "ein", "zwei", "drei", "vier", "fünf"),
        *("sechs", "sieben", "acht", "neun", "zehn"),
    ),
    channel="Kanal",
    channels="Kanäle",
    then=", dann ",
    handout="(Anleitung: „{heading}“.)",
    expected="erwartet",
    got="erhalten",
)

LINES = {
    "mode.training": ("Trainingsmodus", ""),
    "mode.evaluation": ("Auswertungsmodus", ""),
    "set.training": ("Trainingsbilder", ""),
    "set.test": ("Testbilder", ""),
    "kind.a": ("etwas vom Typ {name}", ""),
    "kind.has-yield": (
        "Eine Funktion mit einem `yield` gibt einen Generator zurück und läuft erst, wenn jemand"
        " von ihm Werte haben will.",
        "",
    ),
    "kind.no-call": (
        "Das ist eine Funktion selbst und nicht, was sie zurückgibt: Sieh nach, ob sie aufgerufen"
        " werden soll und ob eine Variable dieses Namens gemeint war.",
        "",
    ),
    "kind.no-return": (
        "Eine Funktion gibt None zurück, wo sie kein `return` erreicht: Sieh dir jeden Weg durch"
        " sie an und was nur ausgegeben wird.",
        "",
    ),
    "kind.one-hot": (
        "Es hat eine 1 unter Nullen, wie One-hot-Labels; erwartet wird die Nummer der Klasse"
        " selbst.",
        "",
    ),
    "kind.one-item": (
        "Es hat ein Element: Ein Komma am Ende einer Zeile macht ein solches Tupel.",
        "",
    ),
    "kind.an": ("etwas vom Typ {name}", ""),
    "home.needs": ("braucht {what}", ""),
    "home.interrupted": ("unterbrochen{where}; was danach kommt, wurde nicht geprüft", ""),
    "home.passed": ("{question}: {passed} von {total} bestanden", ""),
    "home.explain": (
        "`pytest --explain` sagt, wo du nachsehen kannst, und zeigt das kleinste Beispiel.",
        "",
    ),
    "home.graded": ("Außerdem wird bewertet, was du hier nicht prüfen kannst:", ""),
    "home.cannot-be-run": ("{file} lässt sich nicht ausführen: {why}", ""),
    "home.look": ("Wo du nachsehen kannst", ""),
    "home.example": ("Das kleinste Beispiel", ""),
}

CONCEPTS: dict[str, tuple[str, str]] = {}
