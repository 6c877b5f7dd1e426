"""German: what a message of Python's or PyTorch's means in this assignment, where to look."""

LINES = {
    "advice.in-place": (
        "Gewichte haben sich nach einem Vorwärtsdurchlauf und vor seinem Rückwärtsdurchlauf"
        " geändert: Sieh dir die Reihenfolge von Vorwärtsdurchlauf, Rückwärtsdurchlauf und Schritt"
        " an.",
        "traceback",
    ),
    "advice.backward-twice": (
        "Dieselben Kosten wurden zweimal rückwärts gerechnet, allein oder in einer Summe: Jeder"
        " Batch hat einen Rückwärtsdurchlauf seiner eigenen Kosten. Graphen zu behalten verdeckt"
        " das nur.",
        "traceback",
    ),
    "advice.no-gradient": (
        "Die Kosten haben keinen Gradienten: Such, was sie vom Netz abgeschnitten hat, etwa eine"
        " Auswertung ohne Gradienten, `item()` oder `detach()`.",
        "traceback",
    ),
    "advice.dense-sizes": (
        "Eine dichte Schicht hat für jedes Bild eine andere Zahl von Werten bekommen, als für die"
        " sie gemacht ist: Vergleiche, was hineinkommt, mit ihrer ersten Größe, und sieh nach, ob"
        " jedes Bild für sich flach gemacht wurde, wie viele Bilder es auch sind. Was aus einer"
        " Faltung kommt, hat je Bild Kanäle × Zeilen × Spalten viele Zahlen.",
        "traceback",
    ),
    "advice.channels": (
        "Die Anzahl der Kanäle eines Bildes ist {CHANNELS}, und jede Faltung nach der ersten"
        " bekommt so viele, wie die davor zurückgibt: Vergleiche, was hineinkommt, mit dem, wofür"
        " die Schicht gemacht ist.",
        "traceback",
    ),
    "advice.convolution-input": (
        "Eine Faltung nimmt Bilder (N, Kanäle, Höhe, Breite): Sieh nach, was hineinkommt und ob es"
        " vorher flach gemacht wurde.",
        "traceback",
    ),
    "advice.layer-arguments": (
        "Die Schicht wurde mit einer Einstellung der falschen Art gemacht, etwa einem Text als"
        " stride: Sieh dir die Reihenfolge der Argumente an, wo sie gemacht wird, oder übergib sie"
        " mit Namen.",
        "traceback",
    ),
    "advice.fixed-size": (
        "In dieser Zeile steht eine Größe fest, die von Batch zu Batch wechselt: Sieh nach, woher"
        " die Anzahl der Bilder kommt.",
        "traceback",
    ),
    "advice.dimensions": (
        "Ein Tensor hat dort weniger Dimensionen, als diese Zeile erwartet: Sieh nach, was flach"
        " gemacht oder summiert wurde und entlang welcher Dimensionen; die erste, die Bilder des"
        " Batches, bleibt.",
        "traceback",
    ),
    "advice.single-image": (
        "Ein Tensor hat dort weniger Dimensionen, als diese Zeile erwartet, und der Batch ist ein"
        " einziges Bild: Suche nach einem `squeeze()` oder einem Index, bei dem die Achse des"
        " Batches wegfällt.",
        "traceback",
    ),
    "advice.kernel-too-large": (
        "Die Bilder sind kleiner geworden als der Kern der Faltung: Sieh nach, was jede Schicht"
        " davor von ihrer Größe wegnimmt und welches Padding die Größe erhält.",
        "traceback",
    ),
    "advice.no-tensor-compared": (
        "Ein Vergleich hat einen einzigen Wahrheitswert für den ganzen Batch ergeben, also ist eine"
        " seiner Seiten kein Tensor: Sieh nach, was dort verglichen wird. `max` entlang einer"
        " Dimension gibt ein Paar zurück, aus Werten und Indizes.",
        "traceback",
    ),
    "advice.no-forward": (
        "Ein Modul rechnet in seiner Methode `forward`: Sieh nach, wie deine geschrieben und"
        " eingerückt ist.",
        "traceback",
    ),
    "advice.class-parentheses": (
        "Eine Klasse hat bekommen, was eines ihrer Objekte bekommen sollte: Such fehlende Klammern"
        " hinter dem Namen einer Klasse, etwa dem eines Transforms, einer Schicht oder eines Loss.",
        "traceback",
    ),
    "advice.network-is-no-list": (
        "Ein Netz ist keine Liste: Sieh nach, was es durchlaufen will; ein Optimizer bekommt die"
        " Parameter eines Netzes.",
        "traceback",
    ),
    "advice.not-on-self": (
        "Ein Objekt hat, was auf `self` gelegt wurde: Sieh nach, was in `__init__` ohne `self`"
        " benannt ist, und ob `__init__` so geschrieben ist, mit zwei Unterstrichen auf jeder"
        " Seite.",
        "traceback",
    ),
    "advice.spelling-of-init": (
        "Sieh dir die Argumente von `__init__` an, und ob es so geschrieben ist, mit zwei"
        " Unterstrichen auf jeder Seite.",
        "traceback",
    ),
    "advice.pairs-only": (
        "Ein Datensatz hat hier eine Länge und Elemente, Paare (image, label), und sonst nichts:"
        " Sieh nach, was von ihm verlangt wird.",
        "traceback",
    ),
    "advice.returns-none": (
        "Eine Methode, die eine Liste oder ein Dict ändert, gibt None zurück: Sieh nach, wo ihr"
        " Ergebnis aufgehoben wird.",
        "traceback",
    ),
    "advice.index-dimensions": (
        "Was aus jeder Zeile einen Wert auswählt, braucht einen Index mit so vielen Dimensionen"
        " wie die Werte: eine Spalte der Form (N, 1), wo Labels (N,) haben.",
        "traceback",
    ),
    "advice.number-has-no-backward": (
        "Eine einfache Zahl hat keinen Gradienten: Die Kosten müssen bis zu ihrem"
        " Rückwärtsdurchlauf ein Tensor bleiben.",
        "traceback",
    ),
    "advice.labels-whole": (
        "Labels sind ganze Zahlen, int64: Sieh nach, was sie in etwas anderes verwandelt hat.",
        "traceback",
    ),
    "advice.loss-arguments": (
        "Der Loss nimmt Log-Wahrscheinlichkeiten (N, {NUM_CLASSES}) und Labels (N,): Sieh dir die"
        " Reihenfolge seiner Argumente und ihre Formen an.",
        "traceback",
    ),
    "advice.truth-of-tensor": (
        "Ein Tensor aus mehreren Zahlen ist weder wahr noch falsch: Sieh nach, wo in dieser Zeile"
        " ein Tensor steht. Ein Loss aus torch.nn ist eine Klasse: Zuerst wird ein Objekt davon"
        " gemacht, ohne Tensoren, und danach wird es aufgerufen, mit ihnen.",
        "traceback",
    ),
    "advice.sizes-do-not-fit": (
        "Zwei Tensoren wurden verknüpft, deren Formen nicht passen: Vergleiche ihre Formen in"
        " dieser Zeile.",
        "traceback",
    ),
    "advice.tensor-to-a-class": (
        "Eine Klasse aus torch.nn macht ein Modul, und ein Aufruf dieses Moduls nimmt Tensoren:"
        " Sieh nach, wo die Klasse einen Tensor bekommen hat.",
        "traceback",
    ),
    "advice.no-super-init": (
        "Sieh nach, was das `__init__` einer Unterklasse von nn.Module zuerst tun muss.",
        "traceback",
    ),
    "advice.with": (
        "Sieh dir das `with` an: Dem, was dahinter steht, fehlen vielleicht die Klammern.",
        "traceback",
    ),
    "advice.input": (
        "Wo dein Code geprüft wird, tippt niemand etwas ein: Such nach `input()`.",
        "traceback",
    ),
    "advice.argument-order": (
        "Eine Einstellung hat den Wert einer anderen bekommen: Sieh dir die Reihenfolge der"
        " Argumente an oder gib sie mit ihren Namen.",
        "traceback",
    ),
    "advice.wrong-arguments": (
        "{function} hat {given} bekommen: Sieh dir die Reihenfolge der Argumente an, wo es"
        " aufgerufen wird, oder übergib sie mit Namen.",
        "traceback",
    ),
    "advice.division-by-zero": (
        "Hier wird durch 0 geteilt: Sieh nach, wo diese Zahl anfängt, wo sie wächst und ob etwas"
        " sie zurücksetzt.",
        "traceback",
    ),
    "advice.leaf-in-place": (
        "Ein Gewicht kann nicht an Ort und Stelle geändert werden, während Gradienten aufgezeichnet"
        " werden, und muss es nicht: Der Schritt des Optimizers ändert die Gewichte.",
        "traceback",
    ),
    "advice.tuple-in-a-sum": (
        "Eines der beiden ist ein Tupel, wie es `channels` ist, und wie es ein Komma am Ende einer"
        " Zeile macht: Sieh nach, woher dieser Wert kommt.",
        "traceback",
    ),
    "advice.sign-for-a-sum": (
        "`=+` gibt einem Namen den Wert hinter dem Vorzeichen; erst `+=` zählt zu ihm hinzu.",
        "traceback",
    ),
    "advice.loader-indexed": (
        "Ein DataLoader hat keine Elemente nach Nummern: Er gibt seine Batches nacheinander, in"
        " einer Schleife über ihn.",
        "traceback",
    ),
    "advice.softmax-dimension": (
        "Es muss wissen, entlang welcher Dimension die Summe 1 wird: Jedes Bild hat seine eigenen"
        " {CLASSES} Wahrscheinlichkeiten.",
        "traceback",
    ),
    "advice.int-for-a-tensor": (
        "Eine ganze Zahl steht, wo ein Tensor stehen müsste: Sieh nach, woher dieser Name seinen"
        " Wert hat, etwa in einer Schleife über `enumerate`: Es gibt eine Zahl und dann den Batch.",
        "traceback",
    ),
    "advice.not-imported": (
        "So heißt eine Bibliothek oder ein Teil davon: Wer sie benutzt, muss sie vorher"
        " importieren.",
        "traceback",
    ),
    "advice.no-such-name": (
        "Dort heißt nichts so: Sieh nach, wie der Name geschrieben wird und wie der Wert in dieser"
        " Funktion heißt; ein Name aus einer anderen Funktion ist hier nicht bekannt.",
        "traceback",
    ),
    "advice.tuple-called": (
        "Ein Komma am Ende der Zeile, die etwas macht, steckt es in ein Tupel: Sieh nach, wo das"
        " gemacht wurde, was dort aufgerufen wird.",
        "traceback",
    ),
    "advice.no-call": (
        "Der Name einer Funktion ohne Klammern ist die Funktion selbst, nicht was sie zurückgibt.",
        "traceback",
    ),
    "advice.local-name": (
        "Ein Name, dem eine Funktion irgendwo etwas zuweist, gehört ihr allein und hat davor keinen"
        " Wert: Sieh nach, ob eine Variable wie eine Funktion heißt.",
        "traceback",
    ),
    "advice.one-by-one": (
        "nn.Sequential und seinesgleichen nehmen Module: Sieh nach, ob sie einzeln kommen, nicht in"
        " einer Liste, und ob jedes ein Objekt ist, mit Klammern gemacht.",
        "traceback",
    ),
    "advice.value-called": (
        "Etwas, das einen Wert hat, wird wie eine Funktion aufgerufen: Sieh nach, ob eine Variable"
        " wie eine Funktion heißt, und sieh dir die Klammern in dieser Zeile an.",
        "traceback",
    ),
    "advice.several-numbers": (
        "Nur ein Tensor aus einer einzigen Zahl wird zu einer einfachen Zahl: Sieh nach, was davor"
        " hätte gemittelt werden sollen.",
        "traceback",
    ),
    "advice.no-parameters": (
        "Das Netz hat keine registrierten Parameter: Sieh nach, ob seine Schichten in `__init__`"
        " gemacht und an `self` gehängt werden, nicht in einer einfachen Liste.",
        "traceback",
    ),
    "advice.no-list": (
        "Da steht eine Liste oder ein Tupel, wo diese Zeile eines seiner Elemente erwartet: Sieh"
        " nach, was davor zusammengefasst oder nicht auseinandergenommen wurde.",
        "traceback",
    ),
    "advice.none-in-a-sum": (
        "Eines von beiden ist None: Eine Funktion ohne `return` gibt None zurück, auch wenn sie"
        " etwas ausgibt.",
        "traceback",
    ),
    "advice.unpacked": (
        "Links stehen nicht so viele Namen wie rechts Werte: Sieh nach, was da auseinandergenommen"
        " wird und was darin ist.",
        "traceback",
    ),
    "advice.rounded-down": (
        "Das Pooling hat eine ungerade Größe abgerundet, die dichte Schicht bekommt also für jedes"
        " Bild weniger Werte, als für die sie gemacht ist: Sieh nach, was das Pooling mit der"
        " letzten Zeile und Spalte macht.",
        "traceback",
    ),
    "advice.images-shrunk": (
        "Nach den Faltungen sind die Bilder kleiner, als wofür die dichte Schicht gemacht ist: Sieh"
        " nach, welches Padding bei diesem Kern die Größe erhält.",
        "traceback",
    ),
    "advice.file-missing": ("{file} fehlt.", "loading"),
    "advice.absent-module": (
        "Wenn dein Code bewertet wird, gibt es nur PyTorch, torchvision und was zu Python gehört.",
        "loading",
    ),
    "advice.with-the-dot": (
        "Innerhalb des Pakets heißt es `from {dots}{module} import …`, mit dem Punkt.",
        "loading",
    ),
    "advice.merge-conflict": (
        "Git hat dort einen Merge-Konflikt hinterlassen, zwischen `<<<<<<<` und `>>>>>>>`: Behalte"
        " eine der beiden Fassungen und lösche die Marken.",
        "loading",
    ),
    "advice.checks-own-network": (
        "Das Netz ist hier eines der Prüfungen: irgendein torch.nn.Module, das aus Bildern"
        " Log-Wahrscheinlichkeiten (N, {NUM_CLASSES}) macht, mit allem, was jedes Module hat, etwa"
        " parameters() und train().",
        "traceback",
    ),
}

CONCEPTS: dict[str, tuple[str, str]] = {}
