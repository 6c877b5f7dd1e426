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
    name="train returns one training cost and one validation cost for each epoch",
    points=3, hidden=False
)
def test_train(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q4', 'test_train')

