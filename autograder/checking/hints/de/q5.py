"""q5 in German: the lines of its public checks, and where to look."""

LINES = {
    "q5.accuracy": (
        "Ein Netz, das bei {hits} richtig liegt, hat eine Genauigkeit von {expected:g}; {name} sagt"
        " {found:g}.",
        "accuracy",
    ),
    "q5.hits": ("{right} von {count} Bildern", ""),
    "q5.single-hit": ("dem einzigen Bild", ""),
    "q5.cost-for-accuracy": (
        "Es sind die Kosten: evaluate gibt das Paar (Kosten, Genauigkeit) zurück, in dieser"
        " Reihenfolge.",
        "pair-of-numbers",
    ),
    "q5.wrong-ones-counted": (
        "Es ist der Anteil der falschen Vorhersagen; erwartet wird der der richtigen.",
        "accuracy",
    ),
    "q5.number-not-fraction": (
        "Es ist die Anzahl der richtigen Vorhersagen; Genauigkeit ist ein Anteil am ganzen"
        " Datensatz.",
        "accuracy",
    ),
    "q5.per-cent": ("Sie ist in Prozent; Genauigkeit ist ein Anteil in [0, 1].", "accuracy"),
    "q5.divisor": (
        "Die Treffer werden durch {divisor} geteilt; Genauigkeit ist ein Anteil am ganzen"
        " Datensatz, der hier {count} Bilder hat.",
        "accuracy",
    ),
    "q5.least-likely": (
        "Als Vorhersage gilt die unwahrscheinlichste Klasse; erwartet wird die wahrscheinlichste."
        " Sieh nach, wo die Vorhersage gemacht wird.",
        "accuracy",
    ),
    "q5.whole-number": (
        "Eine Division hat eine ganze Zahl ergeben: evaluate sagt nur 1, wenn alle Bilder richtig"
        " sind. Genauigkeit ist ein Anteil am ganzen Datensatz.",
        "accuracy",
    ),
    "q5.short-batch-dropped": (
        "Kein Bild wurde gemessen: {count} Bilder sind weniger als ein voller Batch, und ein"
        " kurzer Batch zählt auch.",
        "whole-dataset",
    ),
    "q5.counted-in-a-byte": (
        "Von den Treffern bleibt nur, was über ein Vielfaches von 256 hinausgeht: Sie werden in 8"
        " Bit gezählt, die wieder bei 0 beginnen. Sieh dir den dtype dessen an, was sie zählt.",
        "accuracy",
    ),
    "q5.no-hit-counted": (
        "Auch wo jede Vorhersage richtig ist, sagt es 0. Sieh nach, was als Vorhersage gilt (der"
        " Platz der wahrscheinlichsten Klasse, nicht ihr Wert) und wie sie mit dem Label verglichen"
        " wird: `is` fragt, ob zwei Namen für ein Objekt stehen, nicht, ob sie gleich sind.",
        "accuracy",
    ),
    "q5.threshold": (
        "Gezählt wird ein Label, dessen Wahrscheinlichkeit über {threshold:g} liegt. Die Vorhersage"
        " ist die wahrscheinlichste Klasse, wie wahrscheinlich sie auch ist: Bei {CLASSES} kann das"
        " weniger als die Hälfte sein.",
        "accuracy",
    ),
    "q5.two-likeliest": (
        "Gezählt wird ein Label, das eine der beiden wahrscheinlichsten Klassen ist; erwartet wird"
        " nur die wahrscheinlichste.",
        "accuracy",
    ),
    "q5.zeros-never-right": (
        "Wo das Label 0 ist, ist keine Vorhersage richtig. Sieh nach, wie Treffer gezählt werden:"
        " Ein Treffer zählt 1, welches Label er auch hat.",
        "accuracy",
    ),
    "q5.mean-of-classes": (
        "Es ist das Mittel der Genauigkeiten der Klassen, wie groß sie auch sind; erwartet wird der"
        " Anteil an allen Bildern, von denen jedes gleich viel zählt.",
        "accuracy",
    ),
    "q5.which-digit": (
        "Sieh nach, was als Vorhersage gilt: bei jedem Bild der Platz der wahrscheinlichsten seiner"
        " {CLASSES}, nicht ihr Wert und nichts über den Batch.",
        "accuracy",
    ),
    "q5.accuracy-is-the-cost": (
        "Es sind die Kosten; erwartet wird die andere Zahl.",
        "pair-of-numbers",
    ),
    "q5.same-as-evaluate": (
        "Es muss die Genauigkeit sein, die auch evaluate findet.",
        "pair-of-numbers",
    ),
    "q5.single-image": (
        "Bei 50 Bildern stimmt es: Sieh nach, was aus einem Batch mit einem einzigen Bild wird."
        " Seine erste Achse hat die Größe 1 und bleibt.",
        "whole-dataset",
    ),
    "q5.same-for-other-labels": (
        "Mit anderen Labels sagt es dasselbe. Sieh nach, womit die Vorhersagen verglichen werden"
        " und ob ein Ergebnis eines früheren Aufrufs außerhalb der Funktion oder in ihren"
        " Standardwerten aufgehoben wird.",
        "accuracy",
    ),
    "q5.cost": (
        "Die mittleren Kosten dieses Netzes sind {expected:.4f} Nats je Beispiel; evaluate sagt"
        " {found:.4f}.",
        "whole-dataset",
    ),
    "q5.as-if-full": (
        "Es wird geteilt, als wären alle Batches von {size} voll: Zähle die Bilder, die es gibt.",
        "whole-dataset",
    ),
    "q5.divided-twice": (
        "Die Kosten der Batches sind schon Mittel, und ihre Summe wird durch die Zahl der Bilder"
        " geteilt.",
        "whole-dataset",
    ),
    "q5.sum": (
        "Es ist die Summe über die Beispiele; erwartet werden die mittleren Kosten.",
        "whole-dataset",
    ),
    "q5.accuracy-for-cost": (
        "Es ist die Genauigkeit: evaluate gibt das Paar (Kosten, Genauigkeit) zurück, in dieser"
        " Reihenfolge.",
        "pair-of-numbers",
    ),
    "q5.chance": (
        "Wer unter {num_classes} Klassen rät, gibt jeder die Wahrscheinlichkeit 1/{num_classes},"
        " und das kostet {expected:.4f} Nats; chance_cost({num_classes}) sagt {found:.4f}.",
        "chance",
    ),
    "q5.chance-sign": (
        "Das Vorzeichen ist falsch: Der Logarithmus einer Wahrscheinlichkeit ist negativ, und"
        " Kosten sind es nicht.",
        "chance",
    ),
    "q5.chance-bits": (
        "Darin sind Logarithmen zur Basis 2; Nats entstehen durch natürliche Logarithmen.",
        "chance",
    ),
    "q5.chance-decimal": (
        "Darin sind Logarithmen zur Basis 10; Nats entstehen durch natürliche Logarithmen.",
        "chance",
    ),
    "q5.chance-weighted": (
        "Es ist mit der Wahrscheinlichkeit gewichtet; erwartet werden die Kosten eines Labels,"
        " welches auch immer es ist.",
        "chance",
    ),
    "q5.chance-probability": (
        "Es ist die Wahrscheinlichkeit selbst; erwartet wird, was ein Label dieser"
        " Wahrscheinlichkeit kostet.",
        "chance",
    ),
    "q5.chance-of-ten": (
        "Es sind die Kosten unter {CLASSES} Klassen: num_classes wird nicht benutzt.",
        "chance",
    ),
    "q5.chance-nats": (
        "Nats entstehen durch natürliche Logarithmen. Raten braucht weder ein Netz noch zufällige"
        " Zahlen, und Kosten sind kein Anteil von Fehlern.",
        "chance",
    ),
    "q5.with-dropout": (
        "Ein Netz mit Dropout kam im {mode} zu {name}, und {name} hat nicht gefunden, was es ohne"
        " Dropout kostet oder wie oft es richtig liegt.",
        "modes",
    ),
    "q5.weights-moved": (
        "Die Gewichte des Netzes haben sich dabei geändert: Messen lernt nichts.",
        "leave-it-alone",
    ),
    "q5.in-training-mode": (
        "Das Netz war im Trainingsmodus, während es gemessen wurde: Sieh dir die Modi eines Moduls"
        " an und prüfe, ob aufgerufen wird, was sie setzt, denn sein Name ohne Klammern tut"
        " nichts.",
        "modes",
    ),
    "q5.first-samples": (
        "Es gilt nur für die ersten {size} Beispiele: Sieh nach, wo die Schleife endet und was mit"
        " einem letzten Batch geschieht, der nicht voll ist.",
        "whole-dataset",
    ),
    "q5.last-batch": (
        "Es gilt nur für den letzten Batch, von {size}: Sieh nach, was summiert wird.",
        "whole-dataset",
    ),
    "q5.mean-of-batches": (
        "Es mittelt Batches zu {size}, wie groß sie auch sind; der letzte ist kürzer.",
        "whole-dataset",
    ),
    "q5.mode-or-measure": (
        "Sieh nach, ob es bei einem der Batches im Trainingsmodus war, und was gemessen wird.",
        "modes",
    ),
    "q5.mode-left": (
        "Das Netz kam im {mode} zu {name} und wurde nicht darin zurückgelassen: Sieh nach, wann der"
        " Modus gemerkt wird, vor oder nach dem Umschalten, und ob er wieder eingestellt wird.",
        "modes",
    ),
    "q5.never-run": ("{name} hat das Netz nie ausgeführt.", "whole-dataset"),
    "q5.gradients-left-off": (
        "Nach evaluate zeichnet PyTorch weiter keine Gradienten auf, das Training kann also nicht"
        " weitergehen: Was Gradienten abschaltet, muss sie wieder einschalten.",
        "no-gradients",
    ),
    "q5.gradients-recorded": (
        "In {name} wurden Gradienten aufgezeichnet; das kostet Speicher und Zeit für nichts. Was"
        " sie abschaltet, wirkt nur in seinem `with` oder durch seinen Schalter.",
        "no-gradients",
    ),
    "q5.device": (
        "{trouble}. Das Netz und jeder Batch, Bilder und Labels, gehören auf `device`. Ein Netz"
        " zieht selbst um; bei einem Tensor macht der Umzug einen neuen.",
        "device",
    ),
    "q5.weights-changed": ("evaluate hat die Gewichte des Netzes geändert.", "leave-it-alone"),
    "q5.frozen": (
        "Die Parameter zeichnen keine Gradienten mehr auf: evaluate hat sie mit requires_grad=False"
        " hinterlassen, so dass das Netz nicht mehr trainiert werden kann.",
        "leave-it-alone",
    ),
    "q5.statistics-changed": (
        "evaluate hat die laufenden Statistiken einer BatchNorm-Schicht geändert, was nur das"
        " Training darf.",
        "modes",
    ),
    "q5.with-statistics": (
        "evaluate hat weder die Kosten noch die Genauigkeit eines Netzes mit einer"
        " BatchNorm-Schicht gefunden. Sieh nach, in welchem Modus es gemessen wird und was gemessen"
        " wird.",
        "modes",
    ),
}

CONCEPTS = {
    "accuracy": (
        """Für jedes Bild gibt das Netz {CLASSES} Log-Wahrscheinlichkeiten. Die Vorhersage ist die
        Klasse mit der größten davon, für jedes Bild für sich gesucht: entlang der Dimension der
        {CLASSES} Klassen, nicht entlang des Batches. Eine Vorhersage, die dem Label gleicht, ist
        ein Treffer. Die Genauigkeit ist die Zahl der Treffer im ganzen Datensatz, geteilt durch
        die Zahl seiner Bilder: ein Anteil zwischen 0 und 1, keine Anzahl, keine Prozent und keine
        ganze Zahl. Sieh nach, entlang welcher Dimension die Vorhersage genommen wird, was gezählt
        wird, wodurch geteilt wird und mit welcher Art von Division. Zähle die Treffer von drei
        Bildern von Hand.""",
        "q5: Wie gut ist es?",
    ),
    "pair-of-numbers": (
        """evaluate misst zweierlei in einem Zug und gibt es als Paar zurück, in fester
        Reihenfolge: zuerst die mittleren Kosten je Beispiel, dann die Genauigkeit. Beide sind
        einfache Python-Zahlen. accuracy ist für den, der nur die zweite Zahl will, und muss mit
        ihr übereinstimmen. Wenn eine deiner Funktionen eine Zahl der richtigen Größe am falschen
        Platz zurückgibt, sieh nach, in welcher Reihenfolge das Paar gebildet wird und welche der
        beiden Zahlen dort genommen wird, wo evaluate aufgerufen wird. Kosten über 1 können keine
        Genauigkeit sein, und die Genauigkeit eines guten Netzes ist nahe 1, während seine Kosten
        nahe 0 sind.""",
        "q5: Wie gut ist es?",
    ),
    "whole-dataset": (
        """Der Datensatz wird in Batches gemessen, aber das Ergebnis darf nicht davon abhängen, wie
        er in Batches zerlegt wurde. Summiere also über Beispiele: Die mittleren Kosten eines
        Batches zählen so oft, wie er Beispiele hat, und die Summe wird einmal, am Ende, durch die
        Anzahl aller Beispiele geteilt. Der letzte Batch ist oft kürzer; ein Mittel der Mittel der
        Batches gibt ihm zu viel Gewicht, und ein Loader, der ihn weglässt, verliert Beispiele.
        Eine Summe, die in der Schleife gesetzt statt erhöht wird, enthält nur den letzten Batch;
        ein `return` in der Schleife beendet sie nach dem ersten. Nimm einen Datensatz aus 3
        Beispielen mit Batches zu 2 und berechne beide Zahlen von Hand.""",
        "q5: Wie gut ist es?",
    ),
    "chance": (
        """Wer nichts weiß, gibt jeder Klasse dieselbe Wahrscheinlichkeit. Bei n Klassen ist das
        1/n, also hatte das Label, welches auch immer es ist, die Wahrscheinlichkeit 1/n. Die
        Kosten einer Vorhersage sind minus der natürliche Logarithmus der Wahrscheinlichkeit, die
        das Label bekommen hat; wende das auf 1/n an. Das Ergebnis ist positiv, wächst mit n und
        ist 0 für eine einzige Klasse. Es hängt von der Zahl der Klassen ab, die die Funktion
        bekommt, und das müssen nicht {CLASSES} sein. Deine Netze beginnen nahe bei diesen Kosten,
        und das Training ist etwas wert, wenn es sie darunter bringt. Rechne es für 2 Klassen mit
        einem Taschenrechner aus und vergleiche.""",
        "q5: Wie gut ist es?",
    ),
    "no-gradients": (
        """Solange PyTorch Gradienten aufzeichnet, behält es für jede Operation, was der
        Rückwärtsdurchlauf brauchen würde. Beim Messen gibt es keinen Rückwärtsdurchlauf, also sind
        Speicher und Zeit verschwendet, und bei einem großen Datensatz kann es zu viel werden.
        PyTorch hat Kontexte, in denen nichts aufgezeichnet wird; alles, was das Netz ausführt,
        gehört in einen solchen Kontext, nicht nur die letzte Zeile der Funktion. Ein Kontext wird
        durch `with` benutzt oder als Decorator der Funktion, und er wird aufgerufen, mit Klammern.
        Danach wird aufgezeichnet wie zuvor: Schalte es nicht für das ganze Programm ab und lass
        die Parameter selbst, wie sie sind.""",
        "q5: Wie gut ist es?",
    ),
    "leave-it-alone": (
        """Wer ein Netz misst, will danach damit weitermachen: es weiter trainieren oder wieder
        messen und dieselben Zahlen bekommen. evaluate lässt es also, wie es war: Kein Gewicht hat
        sich geändert, die Statistiken von Normalisierungsschichten haben sich nicht bewegt, jeder
        Parameter bekommt im nächsten Training noch Gradienten, und der Modus ist der, in dem das
        Netz kam. Nichts, was zum Training gehört, hat hier einen Platz: kein Rückwärtsdurchlauf,
        kein Optimizer und kein Parameter, dessen Gradienten abgeschaltet werden. Such jede Zeile,
        die am Netz etwas ändert, und das, was es zurückstellt.""",
        "q5: Wie gut ist es?",
    ),
}

ROWS = {
    "calling.accuracy": ("accuracy(…)", "ein float", "{raised}"),
    "calling.chance_cost": ("chance_cost(…)", "ein float", "{raised}"),
    "calling.evaluate": ("evaluate(…)", "ein Paar von floats (cost, accuracy)", "{raised}"),
    "q5.never-run": ("Aufrufe von model", "mindestens 1", "0"),
}
