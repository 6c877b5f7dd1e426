"""German: why a network is refused, or does not learn."""

LINES = {
    "network.refused": ("{network}: {reason}.", ""),
    "trace.leaves": (
        "in {place} verlassen Zahlen PyTorch, für NumPy, eine Liste oder einfache Zahlen, und was"
        " zurückkommt, hängt für PyTorch nicht von den Bildern ab: Dort kommt kein Gradient durch."
        " Rechne mit Tensoren",
        "graph",
    ),
    "trace.no-tensor": (
        "das Netz hat {found} zurückgegeben; erwartet wird ein Tensor der Form (N, {NUM_CLASSES})",
        "output",
    ),
    "trace.not-made": (
        "die Ausgabe des Netzes wird nicht von PyTorch aus seiner Eingabe berechnet",
        "graph",
    ),
    "graph.malformed": ("kein Graph", ""),
    "graph.malformed-by": ("kein Graph ({error})", ""),
    "graph.other-batch": ("kein Graph des Batches, nach dem gefragt war", ""),
    "graph.other-batches": ("nicht für die Batches aufgezeichnet, nach denen gefragt war", ""),
    "graph.no-recording": ("keine Aufzeichnung eines Netzes", ""),
    "graph.other-modes": (
        "das Netz wurde nicht in den Modi aufgezeichnet, nach denen gefragt war",
        "",
    ),
    "graph.several-sizes": ("das Netz wurde für Batches mehrerer Größen aufgezeichnet", ""),
    "graph.other-parameters": (
        "die Parameter des Netzes sind von einem Durchlauf zum nächsten andere",
        "registered",
    ),
    "graph.no-parameters": (
        "das Netz hat keine Parameter, die man trainieren könnte",
        "registered",
    ),
    "graph.training-output": (
        "für {size} Bilder gibt das Netz im Training {dtype} der Form {shape} zurück; erwartet"
        " werden floats ({size}, {classes})",
        "output",
    ),
    "graph.output-shape": (
        "für {size} Bilder gibt es die Form {shape} zurück; erwartet wird ({size}, {classes})",
        "output",
    ),
    "graph.too-many-operators": ("das Netz hat mehr als {most:,} Operatoren", "graph"),
    "graph.too-many-weights": ("das Netz hat mehr als {most:,} Gewichte", "graph"),
    "graph.no-output": ("das Netz hat keine Ausgabe", "graph"),
    "graph.ignores-images": ("die Ausgabe des Netzes hängt nicht von den Bildern ab", "graph"),
    "graph.buffer-changes": (
        "Form oder Typ eines Puffers ändern sich im Vorwärtsdurchlauf",
        "graph",
    ),
    "graph.same-number": ("zwei Werte haben dieselbe Nummer", ""),
    "graph.slow-to-check": ("die Operatoren des Netzes zu prüfen dauert zu lange", "graph"),
    "graph.random": (
        "der Operator {operator} zieht Zufallszahlen; im Auswertungsmodus muss die Ausgabe für ein"
        " Bild immer dieselbe sein: Such eine Schicht, die in jedem Vorwärtsdurchlauf neu gemacht"
        " wird, und Dropout, das außerhalb des Trainings wirkt",
        "registered",
    ),
    "graph.not-admitted": ("der Operator {operator} ist in einem Netz nicht zugelassen", "graph"),
    "graph.dtype": ("Zahlen vom Typ {dtype} sind in einem Netz nicht zugelassen", "graph"),
    "graph.arguments": ("der Operator {operator} hat Argumente, die nicht zusammenpassen", "graph"),
    "graph.does-not-run": ("der Operator {operator} läuft nicht: {error}", "graph"),
    "graph.no-gradient": (
        "das Netz kann nicht trainiert werden: Seine Ausgabe hat keinen Gradienten. Sieh nach, was"
        " sie von den Parametern abschneidet, etwa `detach()`, `.data` oder `torch.no_grad`",
        "graph",
    ),
    "graph.cannot-be-trained": ("das Netz kann nicht trainiert werden: {error}", "graph"),
    "graph.too-large-tensors": ("das Netz berechnet Tensoren, die zu groß sind", "graph"),
    "graph.not-there-yet": ("ein Operator benutzt einen Wert, den es noch nicht gibt", ""),
    "graph.momentum": ("ein Momentum ist nicht eins durch eine Anzahl", ""),
    "graph.one-row-for-each": ("das Netz gibt nicht für jedes Bild eine Zeile zurück", "output"),
    "graph.ten-numbers": ("das Netz gibt nicht für jedes Bild {CLASSES} Zahlen zurück", "output"),
    "graph.too-many-results": ("der Operator {operator} macht mehr als {most:,} Tensoren", "graph"),
    "graph.too-much": ("das Netz rechnet zu viel für Bilder von {ROWS}×{COLUMNS} Pixeln", "graph"),
    "graph.memory": ("das Netz braucht mehr Speicher, als eine Aufgabe haben darf", "graph"),
    "graph.too-large": ("das Netz ist zu groß: {error}", "graph"),
    "graph.time": (
        "die {seconds:g} s, die eine Aufgabe dauern darf, waren um, während die Bewertung es"
        " ausführte: Es rechnet zu viel für Bilder von {ROWS}×{COLUMNS} Pixeln",
        "graph",
    ),
    "graph.crashed": (
        "seine Operatoren haben den Prozess beendet, in dem die Bewertung es ausführt: Sie"
        " verlangen von PyTorch, was es nicht kann, oder mehr Speicher, als da ist",
        "graph",
    ),
    "graph.statistics": (
        "das Training schreibt mehr in die Puffer {names} als Mittel und Varianz jedes Merkmals",
        "graph",
    ),
    "graph.other-layers": (
        "es hat im Trainingsmodus {training}, aber im Auswertungsmodus {evaluation}; nur Dropout,"
        " Rauschen und Normalisierung dürfen sich unterscheiden",
        "graph",
    ),
    "graph.layers": ("Schichten mit {outputs} Ausgängen", ""),
    "graph.no-layers": ("keine Schichten", ""),
    "graph.constants": (
        "seine Ausgabe hängt von {count:,} Zahlen ab, die nicht als Parameter registriert sind,"
        " so dass kein Optimizer sie findet; {most} sind erlaubt. Such Schichten in einer"
        " einfachen Liste oder in der Klasse selbst, Gewichte, die einfache Tensoren oder Puffer"
        " sind, und Tabellen von Zahlen",
        "registered",
    ),
    "graph.constants-in": (
        "seine Ausgabe hängt von {count:,} Zahlen ab, die nicht als Parameter registriert sind,"
        " so dass kein Optimizer sie findet; {most} sind erlaubt. Die meisten liegen in {name}."
        " Such Schichten in einer einfachen Liste oder in der Klasse selbst, Gewichte, die"
        " einfache Tensoren oder Puffer sind, und Tabellen von Zahlen",
        "registered",
    ),
    "graph.long-numbers": (
        "ein Wert {shape} darin wird ein anderer, wenn Zahlen auf {bits} Bits gekürzt werden,"
        " so viele, wie halbe Genauigkeit behält. Such große Zahlen, die addiert und wieder"
        " abgezogen werden, und Zahlen, in deren Bits andere stecken",
        "graph",
    ),
    "graph.indices": (
        "es wählt Werte durch Tabellen von Indizes ohne jede Ordnung aus; ein Index darf Pixel"
        " auswählen oder umordnen, mehr nicht",
        "graph",
    ),
    "graph.product": (
        "der Operator {operator} multipliziert zwei Werte, die beide von den Bildern abhängen;"
        " einer der beiden muss aus Gewichten bestehen",
        "graph",
    ),
    "graph.pairs": (
        "der Operator {operator} verknüpft jeden von mehreren Werten, die von den Bildern"
        " abhängen, mit jedem von anderen; solche Werte dürfen nur einer mit einem verknüpft"
        " werden",
        "graph",
    ),
    "graph.random-weights": (
        "Zufallszahlen tun mehr, als Werte auszublenden oder zu stören: Sie werden wie Gewichte"
        " multipliziert oder machen mehr Werte",
        "graph",
    ),
    "learning.not-learnt": (
        "{network} lernt nicht durch seine registrierten Parameter: In {steps} Schritten auf"
        " {count} Bildern sollten die Kosten seiner Ausgabe unter {learnt} fallen und kamen auf"
        " {after:.2f}; Raten kostet {CHANCE:.2f}. Sieh nach, woraus forward seine Ausgabe berechnet"
        " und ob Parameter daran beteiligt sind.",
        "registered",
    ),
    "learning.idle": (
        "Von den Parametern von {network} bekommen {count:,} Zahlen einen Gradienten, welche Werte"
        " sie auch haben; erwartet werden {least:,}. Die Ausgabe hängt nicht von {names} ab: Sieh"
        " nach, was forward damit macht.",
        "registered",
    ),
    "learning.unneeded": (
        "{network} lernt, als hätte es {names} nicht: Mit anderen Zahlen darin, oder wenn das, was"
        " diese Schicht findet, zwischen den Bildern vertauscht wird, weiß es so viel wie zuvor."
        " Sieh nach, wie viel von seiner Ausgabe forward daraus berechnet.",
        "registered",
    ),
    "learning.too-small": (
        "{network} lernt mit {count:,} Zahlen; erwartet werden mindestens {least:,}. Sieh dir die"
        " Größen seiner Schichten an.",
        "registered",
    ),
}

CONCEPTS = {
    "graph": (
        """Eine Prüfung führt dein Netz nicht immer wieder selbst aus: Sie führt es einmal aus,
        schreibt jede Operation von PyTorch auf dem Weg von den Bildern zur Ausgabe auf und rechnet
        und trainiert dann mit dem Aufgeschriebenen. Der Weg muss also aus Operationen von PyTorch
        auf Tensoren bestehen, aus Schichten, Funktionen und Rechenzeichen, von den Bildern bis zu
        den {CLASSES} Log-Wahrscheinlichkeiten. Was PyTorch für NumPy oder einfache Zahlen
        verlässt, geht verloren, und ebenso, was in einer Tabelle nachgeschlagen wird. Von zwei
        Werten, die multipliziert werden, muss einer aus Gewichten bestehen, wie in einer Schicht;
        und ein Netz für Bilder von {ROWS}×{COLUMNS} Pixeln braucht weder viele Operationen noch
        viel Speicher. Folge einem Batch durch dein forward, Operation für Operation, und sieh dir
        jede davon an.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
    "output": (
        """Die Ausgabeschicht gibt für jedes Bild {CLASSES} Zahlen, von beliebiger Größe und
        beliebigem Vorzeichen. Das Netz gibt Log-Wahrscheinlichkeiten zurück: Ein log-softmax macht
        sie aus den {CLASSES} Zahlen, einmal, entlang der {CLASSES} Werte eines Bildes und nicht
        entlang der Bilder eines Batches. Dann ist keine der {CLASSES} über 0, und ihr exp()
        summiert sich zu 1. Rohe Ausgaben, Wahrscheinlichkeiten oder ein softmax vor dem
        log-softmax sehen ähnlich aus und lernen ein wenig, aber ihre Kosten bedeuten etwas
        anderes; ein softmax eines softmax kann sich einer Klasse nie sicher sein. Nimm die Ausgabe
        für ein Bild, sieh dir ihre Form, ihren größten Wert und die Summe ihres exp() an und
        vergleiche.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
    "registered": (
        """Ein Optimizer ändert, was `parameters()` des Moduls aufzählt, und ein Gradient sagt ihm,
        in welche Richtung. Ein Gewicht lernt also nur, wenn zweierlei gilt. Es ist registriert:
        Eine Schicht oder ein nn.Parameter, die ein Attribut des Moduls sind, sind es; in einer
        einfachen Liste oder einem Dict, als einfacher Tensor oder in einer Schicht, die in jedem
        Vorwärtsdurchlauf neu gemacht wird, ist es das nicht. Und ein Gradient erreicht es: Von der
        Ausgabe zurück bis zum Gewicht gibt es nur Operationen von PyTorch auf Tensoren; detach(),
        item(), NumPy, ein Vorwärtsdurchlauf ohne Gradienten oder requires_grad=False schneiden den
        Weg ab. Gib die Namen in `named_parameters()` aus, und nach einem Rückwärtsdurchlauf ihr
        `grad`.""",
        "q2: Ein Netz mit einer verborgenen Schicht",
    ),
}

ROWS = {
    "graph.constants": ("Zahlen, die keine Parameter sind", "höchstens {most}", "{count:,}"),
    "graph.constants-in": ("Zahlen, die keine Parameter sind", "höchstens {most}", "{count:,}"),
    "graph.ignores-images": ("Ausgabe für ein anderes Bild", "eine andere", "dieselbe"),
    "graph.random": ("Ausgabe für dasselbe Bild", "dieselbe", "jedes Mal eine andere"),
    "learning.idle": ("Zahlen mit Gradient", "mindestens {least:,}", "{count:,}"),
    "learning.not-learnt": ("Kosten nach {steps} Schritten", "unter {learnt}", "{after:.2f}"),
    "learning.too-small": ("Zahlen, die lernen", "mindestens {least:,}", "{count:,}"),
    "learning.unneeded": ("Ausgabe ohne {names}", "eine andere", "fast dieselbe"),
}
