"""How good are the checks and the sandbox? The zoo, attacks, mutants and calibration.

May know everything but `cli`; nothing that grades a student knows it. Its face: `zoo` reads and
grades specimens, `attacks` does so with hostile ones, `mutation` changes the reference, `calibrate`
proposes thresholds, and `report` writes the pages.
"""
