from otter.test_files import test_case

OK_FORMAT = False

name = "q2"
points = None

@test_case(
    name="MLP returns ten values for each image of a batch",
    points=1, hidden=False
)
def test_output_shape(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_output_shape')

@test_case(
    name="MLP returns log-probabilities: their exp() sums to one in each row",
    points=2, hidden=False
)
def test_log_probabilities(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_log_probabilities')

@test_case(
    name="MLP has one hidden layer of num_hidden units",
    points=2, hidden=False
)
def test_parameters(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_parameters')

