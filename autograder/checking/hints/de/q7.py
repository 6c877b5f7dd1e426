"""q7 in German: the lines of its public checks, and where to look."""

LINES = {
    "q7.rows": (
        "Die Zeilen gehören zu {found}; erwartet werden die 4 Kombinationen {expected}, jede"
        " einmal.",
        "grid",
    ),
    "q7.row-without-values": (
        "Eine Zeile sagt nicht, für welche Werte sie gilt; erwartet werden die des Rasters neben"
        " den Ergebnissen. Sieh nach, ob sie in die Zeile gekommen sind und ob etwas sie wieder"
        " herausgenommen hat.",
        "rows",
    ),
    "q7.values-as-text": (
        "Die Zeilen enthalten Texte; erwartet werden die Werte des Rasters selbst.",
        "rows",
    ),
    "q7.same-row": (
        "Alle Zeilen sind gleich, nämlich die der letzten Kombination: Ein Dict, das immer wieder"
        " angehängt wird, ist eine Zeile, die man mehrmals sieht. Sieh nach, wo das Dict einer"
        " Zeile gemacht wird.",
        "rows",
    ),
    "q7.combinations": (
        "Sieh nach, wie die Werte kombiniert werden und wo die Schleifen enden.",
        "grid",
    ),
    "q7.result-missing": (
        "Eine Zeile hat keine Zahl unter {key}; erwartet werden training_cost, validation_cost"
        " und accuracy in jeder Zeile.",
        "rows",
    ),
    "q7.swapped": (
        "Die Validierungskosten sind ein solcher Anteil, also sind Kosten und Genauigkeit"
        " vielleicht vertauscht: Sieh nach, in welcher Reihenfolge evaluate sie zurückgibt.",
        "rows",
    ),
    "q7.cost-for-accuracy": (
        "Es sind die Validierungskosten: Sieh nach, welche der beiden Zahlen wohin kommt.",
        "rows",
    ),
    "q7.default-num-hidden": (
        "Ein Raster ohne num_hidden hat ein Netz mit {found} verborgenen Einheiten ergeben; ein"
        " Schlüssel, der fehlt, behält seinen Standardwert.",
        "grid",
    ),
    "q7.per-cent": ("Vielleicht ist sie in Prozent.", "rows"),
    "q7.accuracy": ("accuracy ist {found:g}; erwartet wird ein Anteil in [0, 1].", "rows"),
    "q7.trouble": ("{trouble}.", "fresh-networks"),
    "q7.shared-network": (
        "MLP wurde mit num_hidden {made} gemacht, für Zeilen mit 4 und mit 8: Für {rows} Zeilen"
        " wurden {networks} Mal Netze gemacht, so dass mehrere Zeilen sich ein Netz teilen. Sieh"
        " nach, wo es gemacht wird, denn es macht mit den Gewichten einer anderen Zeile weiter.",
        "fresh-networks",
    ),
    "q7.goes-on": (
        "Für {rows} Zeilen wurden {networks} Mal Netze gemacht, also macht eine Zeile mit den"
        " Gewichten einer anderen weiter: Sieh nach, wo das Netz einer Zeile gemacht wird.",
        "fresh-networks",
    ),
    "q7.num-hidden": (
        "MLP wurde mit num_hidden {made} gemacht, für Zeilen mit 4 und mit 8. Sieh nach, was"
        " num_hidden mit dem Netz macht.",
        "grid",
    ),
    "q7.one-for-each-rate": (
        "Ein Raster der Lernraten {rates} hat {found} Zeilen ergeben; erwartet wird eine für jede.",
        "grid",
    ),
    "q7.rows-kept": (
        "Einige sind für andere Werte als die dieses Rasters: Ein zweiter Aufruf macht mit den"
        " Zeilen des ersten weiter. Sieh nach, wo die Liste gemacht wird.",
        "grid",
    ),
    "q7.cost-does-not-fall": (
        "Mit epochs=1 sind die Trainingskosten {before:.3f}, mit epochs=6 {after:.3f}; sie"
        " sollten hier weit mehr sinken.",
        "rows",
    ),
    "q7.costs-swapped": (
        "Stattdessen sinken die Validierungskosten, die beiden Kosten scheinen also vertauscht:"
        " Sieh nach, welche Kosten an welchem Platz stehen.",
        "rows",
    ),
    "q7.epochs": (
        "Sieh nach, wie epochs benutzt wird und von welcher Epoche die Kosten in der Zeile stammen:"
        " Erwartet werden die nach der letzten Epoche.",
        "rows",
    ),
    "q7.which-data": (
        "Hier haben die Validierungsdaten andere Labels, als ein Netz aus den Trainingsdaten lernt,"
        " kosten also mehr; eine Zeile hat die Trainingskosten {training:.3f} und die"
        " Validierungskosten {validation:.3f}. Sieh nach, welche Kosten an welchem Platz stehen und"
        " worauf das Netz trainiert wird (training_data) und gemessen (Validierungsdaten).",
        "rows",
    ),
    "q7.other-data": ("Ein Netz wird auf anderen Daten als `training_data` trainiert.", ""),
    "q7.part-of-data": (
        "Mindestens ein Viertel von training_data wird nie gelesen. Sieh nach, was train bekommt:"
        " Erwartet werden alle Daten, für jedes Netz.",
        "fresh-networks",
    ),
    "q7.accuracy-of-which-data": (
        "Hier haben die Validierungsdaten andere Labels, als ein Netz aus den Trainingsdaten lernt,"
        " also liegt es fast überall falsch; eine Zeile hat die Genauigkeit {found:.3f}. Sieh nach,"
        " worauf die Genauigkeit gemessen wird.",
        "rows",
    ),
    "q7.measured-early": (
        "Das Training hat die Trainingskosten auf {training:.3f} gesenkt, aber die"
        " Validierungskosten sind {validation:.3f}, wie durch Raten, obwohl die Validierungsdaten"
        " von derselben Art sind. Sieh nach, wann ein Netz gemessen wird: erwartet nach seinem"
        " Training, nicht davor.",
        "rows",
    ),
    "q7.tiny-rate": (
        "Eine Lernrate von {rate:g} ändert nichts, also bleiben die Kosten nahe bei denen des"
        " Ratens, {CHANCE:.1f}; in ihrer Zeile sind die Trainingskosten {found:.3f}.",
        "fresh-networks",
    ),
    "q7.rate-or-row": (
        "Entweder machte es mit den Gewichten einer anderen Zeile weiter, oder die Zeile enthält"
        " die Zahlen eines anderen Netzes, oder die Rate kommt nicht an: Sieh nach, was train"
        " bekommt.",
        "fresh-networks",
    ),
    "q7.rate": (
        "Eine Lernrate von 0.01 senkt die Kosten in 3 Epochen; in ihrer Zeile sind die"
        " Trainingskosten {found:.3f}. Sieh nach, was train bekommt.",
        "grid",
    ),
}

CONCEPTS = {
    "grid": (
        """Das Raster nennt Hyperparameter und gibt für jeden eine Liste von Werten. Die
        Experimente sind alle Kombinationen: jeder Wert des ersten mit jedem Wert des zweiten und
        so weiter; 2 Werte und 3 Werte machen 6 Zeilen, nicht 3. Manche Werte gehören zum Netz,
        `num_hidden`, und manche zu seinem Training, `learning_rate` und `batch_size`; jeder muss
        dort ankommen, wo er hingehört. Ein Schlüssel, den das Raster nicht hat, behält seinen
        Standardwert, verlass dich also nicht darauf, dass alle da sind. Was in der innersten
        Schleife steht, geschieht einmal für jede Kombination, und ein `return` dort beendet alles
        nach der ersten. Schreib die erwarteten Zeilen eines kleinen Rasters auf Papier und
        vergleiche.""",
        "q7: Experimente (zusätzlich)",
    ),
    "rows": (
        """Eine Zeile ist ein Dict, das sagt, was probiert wurde und was dabei herauskam: die Werte
        des Rasters für diese Kombination und drei Ergebnisse als einfache Zahlen. Trainings- und
        Validierungskosten sind die der letzten Epoche, von den vielen, die train zurückgibt; die
        Genauigkeit ist ein Anteil, nach dem Training auf den Validierungsdaten gemessen. Jede
        Zeile ist ein eigenes Dict: Ein Dict, das immer wieder gefüllt und jedes Mal angehängt
        wird, ist viele Male dieselbe Zeile, mit den letzten Werten darin. Sieh nach, wo das Dict
        gemacht wird, welcher Eintrag welcher Liste unter welchem Schlüssel steht und auf welchen
        Daten jede Zahl gemessen wird.""",
        "q7: Experimente (zusätzlich)",
    ),
    "fresh-networks": (
        """Ein Experiment vergleicht Werte von Hyperparametern, also muss alles andere gleich sein:
        Jede Kombination trainiert ihr eigenes Netz, von neuen ersten Gewichten aus, auf denselben
        Trainingsdaten, gleich viele Epochen lang. Ein Netz, das einmal gemacht wird, vor den
        Schleifen, macht dort weiter, wo die letzte Kombination es gelassen hat; dann sehen spätere
        Zeilen nur besser aus, weil sie länger trainiert wurden, und ein Netz für ein `num_hidden`
        dient den Zeilen eines anderen. Mach das Netz durch einen Aufruf von MLP, trainiere es mit
        train und miss es mit evaluate, im selben Prozess. Sieh nach, welche Zeile das Netz macht
        und wie oft sie läuft; gib dort etwas aus und zähle.""",
        "q7: Experimente (zusätzlich)",
    ),
}

ROWS = {
    "calling.run_experiments": ("run_experiments(…)", "eine Liste von dicts", "{raised}"),
    "q7.accuracy": ("accuracy", "von 0 bis 1", "{found:.4g}"),
    "q7.accuracy-of-which-data": ("accuracy", "die der Validierungsdaten", "{found:.3f}"),
    "q7.measured-early": ("validation_cost", "nahe {training:.3f}", "{validation:.3f}"),
    "q7.num-hidden": ("num_hidden der Netze", "4 und 8", "{made}"),
    "q7.default-num-hidden": ("num_hidden des Netzes", "der Standardwert", "{found}"),
    "q7.one-for-each-rate": ("Anzahl der Zeilen", "2", "{found}"),
    "q7.which-data, q7.other-data": (
        "Daten, auf denen Netze trainiert werden",
        "training_data",
        "auch andere",
    ),
    "q7.rate": (
        "training_cost, learning_rate=0.01",
        "weit unter der untrainierter Gewichte",
        "{found:.3f}",
    ),
    "q7.result-missing": ("Zahlen einer Zeile", "alle drei", "ohne {key}"),
    "q7.shared-network": ("von MLP gemachte Netze", "{rows}", "{networks}"),
    "q7.which-data": ("validation_cost", "über {training:.3f}", "{validation:.3f}"),
}
