"""`grading.yml`: points, thresholds, limits."""
