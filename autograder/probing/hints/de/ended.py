"""German: what became of the process that a student's code ran in, where it is graded."""

LINES = {
    "process.ended": ("Dein Code hat den Prozess beendet, in dem er lief.", ""),
    "process.time": (
        "Die {seconds:g} s, die eine Aufgabe dauern darf, sind um. Such eine Schleife, die nicht"
        " endet, oder Arbeit, die immer wieder getan wird.",
        "endless",
    ),
    "process.function-time": (
        "Die {seconds:g} s, die `{name}` in allen Prüfungen zusammen dauern darf, sind um. Such"
        " eine Schleife, die nicht endet, oder Arbeit, die immer wieder getan wird.",
        "endless",
    ),
    "process.cpu": (
        "Dein Code hat mehr als die {seconds} s Rechenzeit verbraucht, die eine Aufgabe haben"
        " darf.",
        "endless",
    ),
    "process.memory": (
        "Dein Code und was er gestartet hat, haben zusammen mehr als die {megabytes:,} MB"
        " Speicher belegt, die eine Aufgabe haben darf. Such Tensoren, die wachsen oder aufgehoben"
        " werden, obwohl sie niemand mehr braucht.",
        "memory",
    ),
    "process.closed": (
        "Dein Code hat seine Verbindung zur Bewertung geschlossen und lief weiter.",
        "",
    ),
    "process.signal": ("Dein Code hat den Python-Prozess abstürzen lassen (Signal {signal}).", ""),
    "process.exit": ("Dein Code hat den Python-Prozess beendet (Exit-Code {code}).", ""),
    "process.refused": ("Die Antwort deines Codes wurde abgelehnt: {why}.", ""),
    "refused.nothing-asked": ("sie antwortet auf nichts, was gefragt war", ""),
    "refused.asks": ("sie fragt, wo nichts beantwortet wird", ""),
    "refused.hint": ("ihr Hinweis ist kein Text", ""),
    "refused.cause": ("ihre Ursache ist keine, die sie nennen darf", ""),
    "process.other-data": (
        "Dein Code besteht diese Prüfung auf den Daten, die du hast, und dieselbe Prüfung auf"
        " anderen Daten nicht: Er antwortet nur auf bekannte Eingaben. Dort: {there}.",
        "",
    ),
}

CONCEPTS: dict[str, tuple[str, str]] = {}
