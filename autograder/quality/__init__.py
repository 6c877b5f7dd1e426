"""How good are the checks and the sandbox? The zoo, attacks, mutants and calibration.

May know everything but `cli`; nothing that grades a student knows it. Its face: `zoo` reads and
grades specimens, `attacks` does so with hostile ones, `mutation` changes the reference, `calibrate`
proposes thresholds, `report` writes the pages, and `adapting` holds the places of a question
to each other.
"""
