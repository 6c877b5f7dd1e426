"""How good are the checks? Submissions whose points are known, mutants, attacks, thresholds."""
