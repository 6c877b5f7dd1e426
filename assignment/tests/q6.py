from otter.test_files import test_case

OK_FORMAT = False

name = "q6"
points = None

@test_case(
    name="CNN returns a log-probability for each class and image of a batch",
    points=4, hidden=False
)
def test_output(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_output')

@test_case(
    name="CNN has as many parameters by default as the handout says",
    points=4, hidden=False
)
def test_parameters(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_parameters')

@test_case(
    name="CNN is three times convolve, pool, rectify; then two dense layers",
    points=4, hidden=False
)
def test_architecture(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_architecture')

@test_case(
    name="CNN honours channels and num_hidden",
    points=3, hidden=False
)
def test_options(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_options')

@test_case(
    name="CNN trains all of its weights",
    points=1, hidden=False
)
def test_every_weight_learns(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_every_weight_learns')

@test_case(
    name="CNN can be sure of one class, and rank all of them",
    points=1, hidden=False
)
def test_outputs(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q6', 'test_outputs')

