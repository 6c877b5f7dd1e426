"""Many submissions: graders side by side, here or on a cluster."""
