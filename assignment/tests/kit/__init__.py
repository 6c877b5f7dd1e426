"""What the checks use to call your functions and to look at the answers."""
