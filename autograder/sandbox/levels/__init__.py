"""The levels of isolation, a class in a file each; `..isolation` finds them and chooses one.

A new level is a new file here: a frozen dataclass that inherits from `base.Isolation`.
"""
