from otter.test_files import test_case

OK_FORMAT = False

name = "q5"
points = None

@test_case(
    name="evaluate and accuracy are right for a network with known predictions",
    points=3, hidden=False
)
def test_known_accuracy(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_known_accuracy')

@test_case(
    name="evaluate returns the mean cost per sample",
    points=2, hidden=False
)
def test_known_cost(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_known_cost')

@test_case(
    name="chance_cost is the cost of guessing",
    points=2, hidden=False
)
def test_chance_cost(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_chance_cost')

