"""q4 in German: the lines of the public checks of training_epoch, and where to look."""

LINES = {
    "q4.idle": (
        "Nach einer Epoche hat sich kein Gewicht geändert.",
        "one-batch",
    ),
    "q4.no-step": (
        "Der Optimizer sollte nie einen Schritt machen: Jeder Batch braucht einen"
        " Rückwärtsdurchlauf und dann einen Schritt. Ein Name ohne Klammern ruft nichts auf.",
        "one-batch",
    ),
    "q4.gradient-missing": (
        "Der Schritt des Optimizers wurde aufgerufen, fand aber keinen Gradienten dieses Netzes:"
        " Sieh nach, ob der Rückwärtsdurchlauf da ist und wirklich aufgerufen wird (ein Name ohne"
        " Klammern ruft nichts auf), ob der Gradient zwischen ihm und dem Schritt gelöscht wird und"
        " ob das übergebene Netz trainiert wird und keine Kopie.",
        "one-batch",
    ),
    "q4.other-network": (
        "Das Netz, das training_epoch bekommt, wurde nie ausgeführt: Sieh nach, welches Netz"
        " vorhersagt.",
        "one-batch",
    ),
    "q4.single-samples": (
        "Jeder Schritt galt einem einzelnen Beispiel, den ersten der Daten, so vielen, wie es"
        " Batches gibt: Ein Loader gibt seine Batches in einer Schleife über ihn und keinen nach"
        " seiner Nummer.",
        "loop-over-batches",
    ),
    "q4.by-hand": (
        "Der Optimizer hat keinen einzigen Schritt gemacht: Die Gewichte wurden von Hand geändert,"
        " oder durch etwas anderes. Erwartet wird, dass nur der Schritt des übergebenen Optimizers"
        " sie ändert.",
        "given-optimizer",
    ),
    "q4.summed": (
        "Der Gradient ist der der Summe über die Beispiele eines Batches; erwartet wird der ihres"
        " Mittels: Sieh nach, welche Zahl rückwärts geht.",
        "one-batch",
    ),
    "q4.uphill": (
        "Eine Epoche hat die Kosten von {before:.4f} auf {after:.4f} gebracht; sie sollten sinken."
        " Prüfe das Vorzeichen des Gradienten und ob Gradienten gelöscht werden.",
        "one-batch",
    ),
    "q4.not-downhill": (
        "Die Kosten sind gesunken, aber nur {share:.0%} ihres Gradienten haben sich die Gewichte"
        " entgegen bewegt; der Gradientenabstieg bewegt sie fast überall gegen ihn. Sieh nach, ob"
        " jeder Batch einen Rückwärtsdurchlauf und dann einen Schritt des Optimizers bekommt.",
        "one-batch",
    ),
    "q4.epoch-cost": (
        "Mit einer Lernrate, die wenig ändert, sind die mittleren Kosten je Beispiel dieser 50"
        " Beispiele {expected:.4f}; deine sind {found:.4f}.",
        "mean-of-an-epoch",
    ),
    "q4.other-optimizer": (
        "Die Gewichte haben sich weit bewegt, obwohl die Lernrate des übergebenen Optimizers winzig"
        " ist: Sieh nach, welcher Optimizer die Schritte macht. Erwartet wird der übergebene und"
        " kein anderer.",
        "given-optimizer",
    ),
    "q4.sum-of-batches": (
        "Es ist die Summe der Kosten der Batches; erwartet wird das Mittel.",
        "mean-of-an-epoch",
    ),
    "q4.sum-of-samples": (
        "Es ist die Summe über alle Beispiele; erwartet wird das Mittel.",
        "mean-of-an-epoch",
    ),
    "q4.last-cost": ("Es sind nur die Kosten des letzten Batches.", "mean-of-an-epoch"),
    "q4.mean-of-batches": (
        "Es mittelt die Batches, wie groß sie auch sind, und der letzte ist kürzer.",
        "mean-of-an-epoch",
    ),
    "q4.divided-twice": (
        "Die Kosten der Batches sind schon Mittel; geteilt wird durch alle Beispiele.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-batches": (
        "Es ist die Summe über alle Bilder, geteilt durch die Zahl der Batches: Sieh dir das an.",
        "mean-of-an-epoch",
    ),
    "q4.last-batch-of-all": (
        "Es sind nur die Kosten des letzten Batches, geteilt, als wären alle darin: Sieh nach, was"
        " summiert wird. `=+` setzt einen Wert; `+=` zählt hinzu.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-full-batches": (
        "Es ist die Summe über alle Beispiele, geteilt, als wäre der letzte Batch voll: Zähle die"
        " Beispiele, die es gibt.",
        "mean-of-an-epoch",
    ),
    "q4.divided-by-last-batch": (
        "Es ist die Summe über alle Beispiele, geteilt durch die Größe des letzten Batches: Sieh"
        " nach, was die Beispiele zählt. `=+` setzt einen Wert; `+=` zählt hinzu.",
        "mean-of-an-epoch",
    ),
    "q4.how-averaged": (
        "Sieh nach, wie Batches gemittelt werden; der letzte ist kürzer.",
        "mean-of-an-epoch",
    ),
    "q4.of-a-batch": (
        "Es zeigt sich schon an einem einzigen Batch: Sieh nach, welche Beispiele zählen, und was"
        " mit ihren Bildern und ihren Kosten geschieht.",
        "mean-of-an-epoch",
    ),
    "q4.cost-of-no-training": (
        "Die Kosten stimmen, gehören aber zu keinem Training: Mit einer Lernrate von {rate:g} haben"
        " sich die Gewichte nur {share:.0%} ihres Gradienten entgegen bewegt; erwartet wird fast"
        " alles. Sieh nach, ob jeder Batch einen Rückwärtsdurchlauf und dann einen Schritt des"
        " Optimizers bekommt.",
        "one-batch",
    ),
    "q4.wrong-weights": (
        "Nach mehreren Batches sind die Gewichte nicht, wo der Gradientenabstieg sie hinbringt.",
        "one-batch",
    ),
    "q4.gradients-leak": (
        "Sie sind dort, wohin sie kommen, wenn Gradienten von einem Batch in den nächsten geraten:"
        " Sieh nach, wo Gradienten gelöscht werden.",
        "clearing",
    ),
    "q4.one-step-at-the-end": (
        "Sie sind, wo ein Schritt am Ende sie hinbringt; jeder Batch bekommt seinen eigenen.",
        "one-batch",
    ),
    "q4.first-batch-only": (
        "Nur der erste Batch wurde benutzt, nicht jeder: Sieh nach, wo die Schleife endet.",
        "loop-over-batches",
    ),
    "q4.first-batch-always": (
        "Immer wieder wurde der erste Batch benutzt, statt jeder des Loaders einmal.",
        "loop-over-batches",
    ),
    "q4.last-batch-skipped": (
        "Der letzte, kürzere Batch wurde nicht benutzt; jeder Batch des Loaders muss es werden.",
        "loop-over-batches",
    ),
    "q4.loop-ends-early": (
        "Nur die ersten paar Batches wurden benutzt; jeder Batch des Loaders muss es werden: Sieh"
        " nach, was die Schleife beendet.",
        "loop-over-batches",
    ),
    "q4.two-steps": (
        "Sie sind dort, wohin zwei Schritte je Batch sie bringen; erwartet werden genau ein"
        " Rückwärtsdurchlauf und ein Schritt.",
        "one-batch",
    ),
    "q4.batches-twice": (
        "Sie sind, wo sie hinkommen, wenn jeder Batch zweimal statt einmal benutzt wird.",
        "loop-over-batches",
    ),
    "q4.steps": (
        "Prüfe die Reihenfolge von Rückwärtsdurchlauf und Schritt, wo Gradienten gelöscht werden,"
        " ob jeder Batch einmal kommt und seinen eigenen Schritt bekommt und ob der Gradient zu den"
        " zurückgegebenen Kosten gehört, weder gekappt noch skaliert.",
        "one-batch",
    ),
    "q4.first-layer-still": (
        "Die erste Schicht hat sich nicht bewegt, also verrät nichts den Modus des Netzes.",
        "one-batch",
    ),
    "q4.blank-pixels": (
        "Gewichte von Pixeln, die in allen Bildern 0 sind, haben sich bewegt. Also verändert sie"
        " etwas neben den Bildern: Sieh nach, was mit den Bildern geschieht, und was zu den Kosten"
        " hinzukommt.",
        "one-batch",
    ),
    "q4.not-in-training-mode": (
        "Das Netz war während der Epoche nicht im Trainingsmodus: Die Gewichte von Pixeln, die es"
        " im Training weglässt, haben sich bewegt. Sieh dir die Modi eines Moduls an und ob das,"
        " was sie setzt, aufgerufen wird: Sein Name ohne Klammern tut nichts.",
        "modes",
    ),
    "q4.not-the-given-optimizer": (
        "Mit einem Optimizer, dessen Lernrate zu klein ist, um etwas zu ändern, haben sich die"
        " Gewichte trotzdem geändert. Erwartet wird der übergebene und kein anderer.",
        "given-optimizer",
    ),
    "q4.given-optimizer-idle": (
        "Mit einem Optimizer, dessen Lernrate 0.01 ist, haben sich die Gewichte {share:.0%} des"
        " Gradienten der Kosten entgegen bewegt; erwartet wird fast alles: Der übergebene Optimizer"
        " hat keinen Schritt gemacht.",
        "given-optimizer",
    ),
    "q4.graphs-kept": (
        "Bei einem von 10 Schritten waren die Graphen von {most} früheren Batches noch im Speicher."
        " Kosten, die ein Tensor sind, behalten ihren Graphen: Sieh nach, was summiert oder für"
        " später aufgehoben wird.",
        "graphs",
    ),
    "q4.device": (
        "{trouble}. Das Netz und jeder Batch, Bilder und Labels, gehören auf `device`, und ebenso"
        " das, worum andere Funktionen gebeten werden. Ein Netz zieht selbst um; bei einem Tensor"
        " macht der Umzug einen neuen.",
        "device",
    ),
}

CONCEPTS = {
    "one-batch": (
        """Für jeden Batch geschehen vier Dinge, und ihre Reihenfolge ist wichtig. Das Netz sagt
        den Batch vorher (Vorwärtsdurchlauf), die Kosten vergleichen die Vorhersage mit den Labels,
        der Rückwärtsdurchlauf legt in jedem Parameter den Gradienten dieser Kosten ab, und der
        Optimizer bewegt jeden Parameter ein wenig gegen seinen Gradienten. Gradienten eines
        früheren Batches müssen vor dem Rückwärtsdurchlauf weg sein, und die dieses Batches müssen
        noch da sein, wenn der Optimizer seinen Schritt macht. Jeder Batch hat genau einen
        Rückwärtsdurchlauf und einen Schritt. Ein Aufruf ohne Klammern tut nichts und ist kein
        Fehler: Prüf, dass jede dieser Zeilen wirklich etwas aufruft. Geh dann die Schleife mit
        zwei Batches auf Papier durch.""",
        "q4: Training",
    ),
    "clearing": (
        """PyTorch addiert die Gradienten jedes Rückwärtsdurchlaufs zu denen, die schon da sind.
        Für manche Verfahren ist das nützlich, aber hier soll jeder Batch die Gewichte nur nach
        seinem eigenen Gradienten bewegen. Wenn nichts die Gradienten löscht, geht der zweite Batch
        die Summe der ersten zwei entlang, der dritte die von dreien und so weiter: Die Schritte
        werden größer und zeigen in alte Richtungen. Der erste Batch stimmt, deshalb übersieht man
        den Fehler leicht. Sieh nach, wo Gradienten gelöscht werden: einmal für jeden Batch und an
        einer Stelle, an der der Gradient, der gleich gebraucht wird, nicht verloren geht. Prüf
        auch, dass die Zeile ihre Funktion aufruft.""",
        "q4: Training",
    ),
    "loop-over-batches": (
        """Eine Epoche ist ein Durchgang durch die Daten: Der Loader gibt jeden Batch einmal, auch
        einen kurzen am Ende, und der Rumpf der Schleife tut seine Arbeit für jeden. Was so weit
        eingerückt ist wie der Rumpf, geschieht für jeden Batch; was eine Stufe weiter links steht,
        geschieht nach dem letzten. Eine Funktion endet beim ersten `return`, auf das sie trifft.
        Ein neuer Iterator über den Loader beginnt wieder bei seinem ersten Batch. Gib im Rumpf der
        Schleife die Größe jedes Batches aus, starte die Prüfung mit -s und vergleiche, wie viele
        Zeilen erscheinen und wie viele Batches es gibt.""",
        "q4: Training",
    ),
    "mean-of-an-epoch": (
        """Die Kosten einer Epoche sind das Mittel über ihre Beispiele, jeder Batch kurz vor seinem
        eigenen Schritt gemessen. cost_function gibt das Mittel eines Batches. Batches können
        verschieden groß sein, denn der letzte ist oft kürzer: Deshalb kann man Mittel von Batches
        nicht einfach mitteln; ein Batch aus 10 muss halb so viel zählen wie einer aus 20. Überleg,
        was du für jeden Batch addierst, damit die Summe über Beispiele geht, und wodurch du am
        Ende teilst. Auch die Reihenfolge zählt: Kosten, die nach dem Schritt oder nach der Epoche
        gemessen werden, gehören zu anderen Gewichten, die diese Beispiele schon kennen.""",
        "q4: Training",
    ),
}

ROWS = {
    "calling.train": ("train(…)", "zwei Listen von floats", "{raised}"),
    "calling.training_epoch": ("training_epoch(…)", "ein float", "{raised}"),
    "q4.first-layer-still": ("Gewichte der ersten Schicht", "verändert", "dieselben"),
    "q4.given-optimizer-idle": ("gegen den Gradienten bewegt", "über 80 %", "{share:.0%}"),
}
