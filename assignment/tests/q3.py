from otter.test_files import test_case

OK_FORMAT = False

name = "q3"
points = None

@test_case(
    name="cost_function is right for known probabilities",
    points=2, hidden=False
)
def test_known_cost(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q3', 'test_known_cost')

@test_case(
    name="cost_function is 0 for certainty about the right class, and large for the wrong one",
    points=1, hidden=False
)
def test_certainty_costs_nothing(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q3', 'test_certainty_costs_nothing')

@test_case(
    name="cost_function can be trained on: its gradient reaches the log-probabilities",
    points=2, hidden=False
)
def test_gradient(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q3', 'test_gradient')

@test_case(
    name="cost_function returns a scalar",
    points=1, hidden=False
)
def test_scalar(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q3', 'test_scalar')

@test_case(
    name="cost_function stays finite for tiny probabilities",
    points=1, hidden=False
)
def test_extremes(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q3', 'test_extremes')

