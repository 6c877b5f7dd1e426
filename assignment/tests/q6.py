from otter.test_files import test_case

OK_FORMAT = False

name = "q6"
points = None

@test_case(
    name="CNN returns ten log-probabilities for each image of a batch",
    points=4, hidden=False
)
def test_output(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_output')

@test_case(
    name="CNN has 5,658 parameters by default",
    points=4, hidden=False
)
def test_parameters(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_parameters')

