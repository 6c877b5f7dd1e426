"""What was handed in, read into memory: folders, archives, notebooks."""
