from otter.test_files import test_case

OK_FORMAT = False

name = "q2"
points = None

@test_case(
    name="MLP returns a value for each class and image of a batch",
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

@test_case(
    name="MLP is two dense layers: pixels to num_hidden units to outputs",
    points=2, hidden=False
)
def test_hidden_layer(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_hidden_layer')

@test_case(
    name="MLP has a non-linearity between its layers",
    points=2, hidden=False
)
def test_nonlinearity(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_nonlinearity')

@test_case(
    name="MLP judges each image by itself, whatever else is in the batch",
    points=1, hidden=False
)
def test_samples_are_independent(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_samples_are_independent')

@test_case(
    name="MLP knows nothing before training: its cost is near that of guessing",
    points=1, hidden=False
)
def test_untrained(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_untrained')

@test_case(
    name="MLP trains all of its weights",
    points=1, hidden=False
)
def test_every_weight_learns(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_every_weight_learns')

@test_case(
    name="MLP can be sure of one class, and rank all of them",
    points=1, hidden=False
)
def test_outputs(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q2', 'test_outputs')

