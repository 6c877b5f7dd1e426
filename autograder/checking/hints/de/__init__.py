"""German, as `en` has it: the same ids with the same fields, each file beside its English one."""
