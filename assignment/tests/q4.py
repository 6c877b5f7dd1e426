from otter.test_files import test_case

OK_FORMAT = False

name = "q4"
points = None

@test_case(
    name="training_epoch changes the weights so that the cost falls",
    points=3, hidden=False
)
def test_epoch_lowers_the_cost(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_epoch_lowers_the_cost')

@test_case(
    name="training_epoch returns the mean cost per sample",
    points=2, hidden=False
)
def test_epoch_cost(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_epoch_cost')

@test_case(
    name="training_epoch takes a step for every batch, each from its own gradient",
    points=2, hidden=False
)
def test_steps(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_steps')

@test_case(
    name="training_epoch puts the network into training mode",
    points=2, hidden=False
)
def test_training_mode(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_training_mode')

@test_case(
    name="training_epoch uses the optimizer it is given",
    points=1, hidden=False
)
def test_optimizer(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_optimizer')

@test_case(
    name="training_epoch needs no more memory for many batches than for one",
    points=1, hidden=False
)
def test_memory(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_memory')

@test_case(
    name="train returns one training cost and one validation cost for each epoch",
    points=3, hidden=False
)
def test_train(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_train')

@test_case(
    name="train learns from the training data only, and validates on the other",
    points=1, hidden=False
)
def test_data(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_data')

@test_case(
    name="train honours epochs, batch_size and learning_rate, and shuffles",
    points=2, hidden=False
)
def test_options(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_options')

@test_case(
    name="training_epoch and train work on the device they are given",
    points=1, hidden=False
)
def test_device(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_device')

