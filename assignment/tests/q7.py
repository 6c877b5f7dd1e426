from otter.test_files import test_case

OK_FORMAT = False

name = "q7"
points = None

@test_case(
    name="run_experiments gives one row for every combination",
    points=2, hidden=False
)
def test_every_combination(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q7', 'test_every_combination')

@test_case(
    name="run_experiments trains each network from new weights, with its values, for all epochs",
    points=2, hidden=False
)
def test_numbers(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q7', 'test_numbers')

