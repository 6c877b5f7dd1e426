"""What `autograder new question` writes; a person replaces each `write me`."""

ENTRY = """\
  {question}:
    title: {title}
    extra: true        # without this line its points count among the 100
    public: {{test_{name}: 2}}
    hidden: {{test_{name}_on_other_data: 2}}
"""

SOLUTION = '''\
"""{question}: {title}."""
{imports}

{functions}'''

FUNCTION = '''\
def {name}({arguments}){returns}:
    """write me: what it does, its arguments and what it returns."""
    # BEGIN SOLUTION
    # TODO {question}: write me: what to do, in a few words
    raise NotImplementedError("write me")
    # END SOLUTION
'''

PART = """\
<!-- part {question} 30 minutes -->
## {question}: {title}

{asked}

<!-- write {names} -->
<!-- check {question} -->

"""

ASKED = "write me: what it is for, and what goes in and comes out. 30 minutes are a guess."
UNTRANSLATED = "This part is not translated yet; the docstring of `{name}` says what is asked."

PUBLIC = '''\
"""{question}: {title}.

PYTEST_DONT_REWRITE: the message of an assertion is the hint.
"""


def test_{name}(submission, digits):
    """{name} is right: write me"""
    # found = submission.{name}(…, like=…)
    raise AssertionError("write me: what was expected, and what came")
'''

HIDDEN = '''\
"""{question}: {title}.

PYTEST_DONT_REWRITE: the message of an assertion is the hint.
"""


def test_{name}_on_other_data(submission, digits):
    """{name} is right on other data: write me

    write me: what students are told of this check, in one sentence.
    """
    raise AssertionError("write me: what was expected, and what came")
'''

SPECIMEN_FUNCTION = """\
def {name}({arguments}):
    raise NotImplementedError("write me")"""

CORRECT = '''\
"""write me: a right solution of {question} in another way than the reference."""


{functions}
'''

MISTAKE = '''\
"""write me: a likely mistake in {question}.
question: {question}
hint: write me: words that a hint must hold
first hint: write me: words by which the first hint names the mistake
"""


{functions}
'''
