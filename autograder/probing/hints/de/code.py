"""German: where code fails while it is loaded or run, and what it was doing."""

LINES = {
    "code.unwritten": ("{stub} (noch zu schreiben)", ""),
    "code.raised": ("{raised} ({doing}{where})", "traceback"),
    "code.memory": (
        "Kein Speicher mehr ({doing}). Such Tensoren, die wachsen oder aufgehoben werden, obwohl"
        " sie niemand mehr braucht.",
        "memory",
    ),
    "code.no-gpu": (
        "Dein Code verlangt eine GPU, aber es gibt keine ({doing}{where}). Bring das Netz und die"
        " Batches mit `.to(device)` an ihren Ort: Jede Funktion bekommt ihr `device`, dessen"
        ' Standardwert "cpu" bleibt.',
        "traceback",
    ),
    "code.time": (
        "Nach {seconds:g} s nicht fertig ({doing}{where}). Such eine Schleife, die nicht endet,"
        " oder Arbeit, die immer wieder getan wird.",
        "endless",
    ),
    "code.in-loop": (
        "Es war in der Schleife `{loop}` ({place}): Sieh nach, was sie beenden soll und ob das"
        " geschieht.",
        "endless",
    ),
    "code.exit": ("Das Programm wurde durch ein exit beendet ({doing}).", "traceback"),
    "code.so-there-is-no": ("{reason}; deshalb gibt es kein `{name}`{where}.", ""),
    "code.run-on-import": (
        "{reason}. Diese Zeile läuft, wenn die Datei geladen wird, und während dein Code geprüft"
        " wird, gibt es kein Internet: Lade die Bilder in der Funktion, die sie braucht.",
        "loading",
    ),
    "code.needs-another": (
        "Dazu ({doing}) wird `{name}` gebraucht, das zu {home} gehört: Führ zuerst dessen Zelle"
        " aus.",
        "",
    ),
    "code.last-taken": (
        "`{name}` ist {count} Mal definiert: {places}. Genommen wird {taken}, denn das ist die"
        " letzte Stelle.",
        "",
    ),
    "code.written-taken": (
        "`{name}` ist {count} Mal definiert: {places}. Genommen wird {taken}, denn die weiter"
        " unten sind nicht geschrieben.",
        "",
    ),
    "missing.in-notebook": (
        "`{name}` fehlt: Keine Codezelle des Notebooks definiert es.",
        "loading",
    ),
    "missing.not-run": ("`{name}` fehlt: Keine Zelle, die ausgeführt wurde, definiert es.", ""),
    "missing.package": ("Es gibt kein Paket `{package}`.", "loading"),
    "missing.file": ("{file} fehlt.", "loading"),
    "missing.name": ("`{name}` fehlt: Es gehört in {file}.", "loading"),
    "missing.for-a-reason": ("{missing}. Was dort schiefgegangen ist: {reason}.", ""),
    "doing.calling": ("beim Aufruf von {name}", ""),
    "doing.defaults": ("beim Ansehen der Argumente einer Funktion", ""),
    "doing.batches": ("beim Durchlaufen der Batches von make_loader", ""),
    "doing.building": ("beim Bauen des Netzes", ""),
    "doing.running": ("beim Ausführen des Netzes", ""),
    "doing.gradients": ("beim Berechnen der Gradienten des Netzes", ""),
    "doing.device": ('beim Ausführen einer Funktion mit device="{device}"', ""),
    "doing.importing": ("beim Import von {path}", ""),
    "doing.notebook": ("beim Ausführen des Notebooks", ""),
    "doing.checking": ("beim Prüfen", ""),
    "place.line": ("{file}, Zeile {line}", ""),
    "place.line-of-cell": ("Zeile {line} der Codezelle `{first}`", ""),
    "place.in-function": ("`{function}` ({where})", ""),
    "where.place": (", {place}", ""),
    "where.line": (", Zeile {line}", ""),
    "where.in": (" in {place}", ""),
}

CONCEPTS = {
    "traceback": (
        """Python hat eine Exception ausgelöst: Sie sagt, von welcher Art sie ist, woran sie sich
        stößt und welche Zeile gerade lief. Fang bei dieser Zeile an; unter dem Hinweis stehen die
        Zeilen deiner Dateien auf dem Weg dorthin, die innerste mit einem Pfeil. Lies dann die
        Meldung langsam, denn sie nennt meistens die Formen, Typen oder Namen, die nicht gepasst
        haben. Gib vor dieser Zeile aus, was hineingeht: den Typ und bei einem Tensor Form und
        dtype; `pytest -s` zeigt, was ausgegeben wird. Oder setz dort ein `breakpoint()` und sieh
        dir die Werte selbst an. Oft ist die Zeile richtig, und was hineinkam, wurde ein paar
        Zeilen früher falsch gemacht.""",
        "So arbeitest du",
    ),
    "loading": (
        """Dein Code wird dem Namen nach geladen. Eine Prüfung fragt nach den Funktionen ihrer
        Aufgabe, und von jeder Datei oder Zelle läuft, was diese brauchen: ihre Definitionen, was
        diese nennen, und die Importe dafür. Was eine Datei sonst noch tut, ein Training oder eine
        Grafik, wird nicht gebraucht und läuft nicht. Eine Funktion muss also dort stehen, wo sie
        gesucht wird, genau unter dem Namen, den die Anleitung gibt, und nicht in einer anderen
        Funktion oder unter einem `if`. Ein Fehler in dem, was sie braucht, ist ein Fehler der
        Funktion. Wenn ein Name da zu sein scheint und nicht gefunden wird, vergleich seine
        Schreibweise und sieh nach, wie weit die Zeile eingerückt ist.""",
        "So arbeitest du",
    ),
    "endless": (
        """Jede Prüfung hat eine Zeitgrenze, und deine lief noch, als sie um war. Die Daten der
        Prüfungen sind klein, so dass eine richtige Funktion höchstens ein, zwei Sekunden braucht.
        Sieh dir zuerst die Zeile an, die gerade lief. Ein `while`, dessen Bedingung sich nie
        ändert, eine Schleife über etwas, das dabei wächst, oder eine Funktion, die sich selbst
        aufruft, endet nie. Oder die Arbeit ist richtig und wird zu oft getan: ein Netz, das für
        jeden Batch neu trainiert wird, ein Datensatz, der in der Schleife über seine Batches
        gemessen wird, oder eine Schleife über einzelne Bilder, wo ein ganzer Batch auf einmal
        geht. Gib in der Schleife einen Zähler aus und starte `pytest -s`.""",
        "So arbeitest du",
    ),
    "memory": (
        """Der Speicher war aufgebraucht. Die Bilder einer Prüfung brauchen wenig davon, also
        wächst etwas. Kosten, die ein Tensor sind, merken sich den Graphen ihrer Berechnung mit
        allen Zwischenwerten; in einer Liste oder zu einer Summe addiert, behalten sie ihn für
        jeden Batch. Ein Tensor, der in einer Schleife an sich selbst gehängt wird, verdoppelt sich
        jedes Mal. Zwei Formen, die nicht passen, werden vielleicht gestreckt, bis sie passen: (N,
        1) und (N,) machen zusammen (N, N). Und eine Schicht mit viel zu vielen Einheiten hat viel
        zu viele Gewichte. Gib die Formen dessen aus, was du aufhebst, und sieh nach, welche davon
        von Batch zu Batch wachsen.""",
        "So arbeitest du",
    ),
}

ROWS = {
    "doing.batches": ("make_loader(…)", "Batches (images, labels)", "{raised}"),
    "doing.building": ("das Netz", "ein torch.nn.Module", "{raised}"),
    "doing.calling": ("{name}(…)", "was ihr Docstring sagt", "{raised}"),
    "doing.gradients": ("Gradienten des Netzes", "Zahlen", "{raised}"),
}
