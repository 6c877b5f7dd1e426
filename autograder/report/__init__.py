"""Reports: what people see of their grades."""
