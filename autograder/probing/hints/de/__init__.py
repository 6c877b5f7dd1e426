"""German words of what probes, networks and answers fail with: lines by id, concepts by name."""
