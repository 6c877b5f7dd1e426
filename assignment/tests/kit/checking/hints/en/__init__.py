"""English. Each file holds the `LINES` of a question, or of one of its functions: by id a line with
its fields in braces, and the name of a concept; and its `CONCEPTS`: by name where to look, in 60 to
160 words, and the handout's heading that says more. No text is the code to be written. Students do
not get `hidden.py`.
"""
