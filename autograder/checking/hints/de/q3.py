"""q3 in German: the lines of its public checks, and where to look."""

LINES = {
    "q3.not-one-number": (
        "cost_function hat einen Tensor der Form {shape} zurückgegeben; erwartet wird eine Zahl,"
        " das Mittel über den Batch.",
        "mean-cost",
    ),
    "q3.known-cost": (
        "Die richtigen Klassen hatten die Wahrscheinlichkeiten {likely:g} und {others:.4g}, also"
        " sind die Kosten {expected:.4f}; deine sind {found:.4f}.",
        "likelihood",
    ),
    "q3.single-sample": (
        "Die Kosten eines einzelnen Beispiels, dessen richtige Klasse die Wahrscheinlichkeit"
        " {likely:g} hat, sind {expected:.4f}; deine sind {found:.4f}, obwohl die von zwei"
        " Beispielen stimmen. Sieh nach, was aus einem Batch von einem wird: Seine erste Achse hat"
        " die Größe 1 und bleibt.",
        "mean-cost",
    ),
    "q3.label-repeated": (
        "Vier Beispiele, drei davon aus einer Klasse, kosten {expected:.4f}; bei dir sind es"
        " {found:.4f}, obwohl die Kosten zweier Beispiele aus zwei Klassen stimmen. Jedes Beispiel"
        " zählt gleich viel: Suche nach Gewichten, die von den Klassen abhängen.",
        "mean-cost",
    ),
    "q3.sum": ("Es ist die Summe über den Batch; erwartet wird das Mittel.", "mean-cost"),
    "q3.sign": (
        "Ihr Vorzeichen ist falsch: Die Kosten müssen sinken, wenn die richtige Klasse"
        " wahrscheinlicher wird.",
        "likelihood",
    ),
    "q3.probabilities": (
        "Sie nimmt Wahrscheinlichkeiten, ohne ihren Logarithmus; das Netz gibt schon"
        " Log-Wahrscheinlichkeiten zurück, und mit diesen rechnen die Kosten.",
        "log-probabilities",
    ),
    "q3.softmax-again": (
        "Sie wendet einen softmax zu viel an: Das Netz gibt schon Log-Wahrscheinlichkeiten zurück,"
        " und mit diesen rechnen die Kosten.",
        "log-probabilities",
    ),
    "q3.logarithm-again": (
        "Sie nimmt den Logarithmus von Log-Wahrscheinlichkeiten, und die sind negativ.",
        "log-probabilities",
    ),
    "q3.logarithm-of-mean": (
        "Es ist der Logarithmus einer mittleren Wahrscheinlichkeit; erwartet wird das Mittel der"
        " Logarithmen.",
        "mean-cost",
    ),
    "q3.bits": (
        "Sie sind in Bits, mit Logarithmen zur Basis 2; erwartet werden Nats.",
        "likelihood",
    ),
    "q3.likeliest": (
        "Es sind die Kosten der wahrscheinlichsten Klassen; erwartet werden die der Labels.",
        "likelihood",
    ),
    "q3.columns": (
        "Sie nimmt für jedes Beispiel die Spalten aller Labels; erwartet wird von jedem Beispiel"
        " die seines eigenen.",
        "one-of-each-row",
    ),
    "q3.rows": (
        "Es ist das Mittel ganzer Zeilen, mit allen {CLASSES} Klassen; erwartet wird von jeder"
        " Zeile der Wert ihres Labels.",
        "one-of-each-row",
    ),
    "q3.binary": (
        "Es ist eine binäre Kreuzentropie, die auch die anderen Klassen zählt.",
        "likelihood",
    ),
    "q3.classes-averaged": ("Sie mittelt über die Klassen ebenso wie über den Batch.", "mean-cost"),
    "q3.label-beside": (
        "Sie nimmt die Klasse vor der richtigen: Labels und Spalten zählen beide ab 0.",
        "one-of-each-row",
    ),
    "q3.label-as-factor": (
        "Sie multipliziert mit den Labels; ein Label ist keine Menge, es sagt, welche Spalte"
        " zählt.",
        "one-of-each-row",
    ),
    "q3.squared": ("Es ist ein quadratischer Fehler, keine Log-Likelihood.", "likelihood"),
    "q3.squared-logarithms": (
        "Es ist ein quadratischer Fehler von Log-Wahrscheinlichkeiten, keine Log-Likelihood.",
        "likelihood",
    ),
    "q3.error-rate": (
        "Es ist der Anteil falscher Vorhersagen, und der hat keine Steigung, aus der man lernen"
        " könnte.",
        "likelihood",
    ),
    "q3.smoothed": (
        "Sie glättet die Labels, so dass ein wenig auch die anderen Klassen zählen; erwartet wird"
        " die richtige Klasse allein: Nur deren Log-Wahrscheinlichkeit zählt.",
        "likelihood",
    ),
    "q3.divisor": (
        "Die Summe wird durch {divisor} geteilt; erwartet wird die Anzahl der Beispiele, hier"
        " {count}.",
        "mean-cost",
    ),
    "q3.first-sample": (
        "Es ist nur der Anteil des ersten Beispiels: Sieh nach, wo die Schleife endet.",
        "mean-cost",
    ),
    "q3.last-sample": (
        "Es ist nur der Anteil des letzten Beispiels: Sieh nach, was summiert wird. `=+` und `=-`"
        " setzen einen Wert; `+=` und `-=` zählen hinzu oder ziehen ab.",
        "mean-cost",
    ),
    "q3.last-sample-undivided": (
        "Es sind nur die Kosten des letzten Beispiels: Sieh nach, was summiert wird. `=+` und `=-`"
        " setzen einen Wert; `+=` und `-=` zählen hinzu oder ziehen ab.",
        "mean-cost",
    ),
    "q3.largest": ("Es sind die größten Kosten eines Beispiels, nicht das Mittel.", "mean-cost"),
    "q3.median": (
        "Es ist der Median der Kosten der Beispiele; erwartet wird ihr Mittel.",
        "mean-cost",
    ),
    "q3.exponential": (
        "Es ist die Exponentialfunktion der mittleren Kosten; erwartet werden diese selbst.",
        "mean-cost",
    ),
    "q3.right-digit": (
        "Von jedem Beispiel zählt nichts als die Log-Wahrscheinlichkeit der richtigen Klasse.",
        "likelihood",
    ),
    "q3.certain-and-right": (
        "Gewissheit über die richtige Klasse kostet 0; deine kostet {found:.4f}.",
        "likelihood",
    ),
    "q3.certain-and-wrong": (
        "Gewissheit über eine falsche Klasse muss viel kosten; deine kostet {found:.4f}. Prüfe das"
        " Vorzeichen und wie die Labels benutzt werden.",
        "likelihood",
    ),
    "q3.cut-off": (
        "backward() kommt von den Kosten nicht zu den Log-Wahrscheinlichkeiten. Die Kosten müssen"
        " auf dem ganzen Weg ein Tensor bleiben.",
        "gradient-of-the-cost",
    ),
    "q3.no-gradient-at-right-digits": (
        "Bei {none} von {count} Beispielen ist der Gradient an der richtigen Klasse 0, aus ihnen"
        " wird also nichts gelernt. Jedes Beispiel zählt, mit der Klasse seines eigenen Labels:"
        " Sieh nach, welche das tun.",
        "gradient-of-the-cost",
    ),
    "q3.gradient-at-right-digits": (
        "Der Gradient an der richtigen Klasse ist nicht negativ, das Training würde sie also"
        " unwahrscheinlicher machen. Sieh dir das Vorzeichen der Kosten an.",
        "gradient-of-the-cost",
    ),
    "q3.gradient-at-wrong-digits": (
        "Der Gradient an einer falschen Klasse ist negativ, das Training würde sie also"
        " wahrscheinlicher machen. Sieh nach, wie die Labels benutzt werden.",
        "gradient-of-the-cost",
    ),
    "q3.no-scalar": (
        "cost_function hat einen Tensor der Form {shape} zurückgegeben; erwartet wird ein Skalar,"
        " mit der Form ().",
        "mean-cost",
    ),
    "q3.not-rising": (
        "Mit den wahrscheinlichsten Klassen als Labels, den zweitwahrscheinlichsten und den"
        " unwahrscheinlichsten sind die Kosten {costs[0]:.4f}, {costs[1]:.4f} und {costs[2]:.4f};"
        " sie müssen steigen. Prüfe ihr Vorzeichen und wie die Labels benutzt werden.",
        "likelihood",
    ),
    "q3.extremes": (
        "Für richtige Klassen mit einer Log-Wahrscheinlichkeit von -{large} sind die Kosten"
        " {large}; deine sind {found:.4f}.",
        "log-probabilities",
    ),
    "q3.left-logarithm": (
        "Wer den Logarithmus aufhebt und dann wieder bildet, verliert solche Zahlen, und eine"
        " untere Grenze schneidet sie ab.",
        "log-probabilities",
    ),
}

CONCEPTS = {
    "likelihood": (
        """Das Netz gibt jeder Klasse eine Wahrscheinlichkeit. Für die Kosten zählt nur eine der
        {CLASSES}: die Wahrscheinlichkeit, die die richtige Klasse, das Label, bekommen hat. Liegt
        sie nahe bei 1, hatte das Netz recht und war sicher, und die Kosten sind nahe 0; ist sie
        klein, war das Netz überrascht, und die Kosten sind groß. Die Kosten sind minus der
        natürliche Logarithmus dieser Wahrscheinlichkeit, also nie negativ. Was das Netz von den
        anderen Klassen hält, zählt nicht für sich: Sie spielen nur mit, weil alle {CLASSES}
        Wahrscheinlichkeiten sich zu 1 summieren. Vergleiche damit das Vorzeichen, den Logarithmus
        und die Wahl der Klasse, für ein Beispiel, von Hand.""",
        "q3: Was eine Vorhersage kostet",
    ),
    "log-probabilities": (
        """Die Ausgabe des Netzes ist keine Wahrscheinlichkeit, sondern deren natürlicher
        Logarithmus: Der log-softmax ist das Letzte im Netz. Logarithmus und softmax sind also
        schon angewandt, bevor die Kosten berechnet werden, und keiner von beiden gehört ein
        zweites Mal in die Kosten. PyTorch hat mehrere Funktionen für diese Kosten, und sie
        unterscheiden sich in dem, was sie erwarten: rohe Ausgaben, Wahrscheinlichkeiten oder
        Log-Wahrscheinlichkeiten. Lies in der Dokumentation derjenigen, die du benutzt, was ihre
        Eingabe sein muss. Zu Wahrscheinlichkeiten zurückzugehen und wieder den Logarithmus zu
        nehmen ist auch nicht dasselbe: Eine Wahrscheinlichkeit wie exp(-200) ist für den Rechner
        0, und ihr Logarithmus ist unendlich.""",
        "q3: Was eine Vorhersage kostet",
    ),
    "mean-cost": (
        """Ein Batch enthält N Beispiele, und jedes hat eigene Kosten. Die Kosten des Batches sind
        eine Zahl: das Mittel der N. Mit dem Mittel haben ein Batch aus 8 und einer aus 250 Kosten,
        die man vergleichen kann, und die Lernrate bedeutet für beide dasselbe; mit einer Summe
        würde ein größerer Batch größere Schritte machen. Die Zahl ist ein Skalar, ein Tensor der
        Form (), denn backward() beginnt bei einer einzelnen Zahl. Sieh nach, was deine Rechnung am
        Ende noch an Dimensionen hat und durch welche Zahl eine Summe geteilt wird: Es ist die
        Größe dieses Batches, weder die Anzahl der Klassen noch eine Zahl, die fest im Code
        steht.""",
        "q3: Was eine Vorhersage kostet",
    ),
    "one-of-each-row": (
        """Die Log-Wahrscheinlichkeiten sind eine Tabelle mit einer Zeile für jedes Beispiel und
        einer Spalte für jede Klasse, (N, {NUM_CLASSES}). Die Labels sagen, welche Spalte in
        welcher Zeile zählt: ein Eintrag von jeder Zeile, zusammen N Einträge. Nur mit den Labels
        zu indizieren bewirkt etwas anderes: An erster Stelle wählt es Zeilen, und hinter einem
        Doppelpunkt wählt es Spalten, und zwar für jede Zeile alle. Probier es in der
        Python-Konsole mit einer Tabelle aus zwei Zeilen und sieh dir die Form dessen an, was
        zurückkommt: Sie muss (N,) sein, nicht (N, N) oder (N, {NUM_CLASSES}). PyTorch hat
        Funktionen, die von jeder Zeile einen Eintrag nach einem Index herausgreifen.""",
        "q3: Was eine Vorhersage kostet",
    ),
    "gradient-of-the-cost": (
        """Das Training folgt dem Gradienten der Kosten, von den Kosten zurück durch die
        Log-Wahrscheinlichkeiten in die Gewichte des Netzes. Dazu müssen die Kosten ein Tensor
        sein, der durch Operationen von PyTorch aus den Log-Wahrscheinlichkeiten berechnet wurde.
        Was ihn unterwegs in eine einfache Zahl oder in einen neuen Tensor verwandelt, trennt die
        Verbindung, und ebenso Code, der keine Gradienten aufzeichnet. Der Gradient sagt auch, ob
        die Kosten die richtigen sind: An der richtigen Klasse ist er negativ, denn eine größere
        Log-Wahrscheinlichkeit dort macht die Kosten kleiner, und anderswo ist er es nicht.""",
        "q3: Was eine Vorhersage kostet",
    ),
}

ROWS = {
    "calling.cost_function": ("cost_function(…)", "ein Tensor mit einer Zahl", "{raised}"),
}
