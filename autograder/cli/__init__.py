"""The commands: each reads its options, calls one function, and prints.

May know everything; nothing knows it. Its face is `commands.main`, which imports a command once it
is used.
"""
