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

@test_case(
    name="evaluate measures in evaluation mode and restores the mode it found",
    points=2, hidden=False
)
def test_mode(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_mode')

@test_case(
    name="evaluate and accuracy record no gradients, and what comes after them does again",
    points=1, hidden=False
)
def test_no_gradients(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_no_gradients')

@test_case(
    name="evaluate and accuracy work on the device they are given",
    points=1, hidden=False
)
def test_device(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_device')

@test_case(
    name="evaluate changes no weight and no statistic of the network",
    points=2, hidden=False
)
def test_leaves_the_network_alone(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q5', 'test_leaves_the_network_alone')

