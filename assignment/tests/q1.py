from otter.test_files import test_case

OK_FORMAT = False

name = "q1"
points = None

@test_case(
    name="load_mnist gives pairs of an image tensor and a label",
    points=2, hidden=False
)
def test_items(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_items')

@test_case(
    name="load_mnist tells training images from test images",
    points=2, hidden=False
)
def test_sizes(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_sizes')

@test_case(
    name="make_loader puts images and labels into batches",
    points=2, hidden=False
)
def test_batches(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_batches')

@test_case(
    name="make_loader keeps the short batch at the end",
    points=2, hidden=False
)
def test_last_batch(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_last_batch')

@test_case(
    name="load_mnist downloads the images where they are absent",
    points=1, hidden=False
)
def test_download(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_download')

@test_case(
    name="make_loader keeps the order unless it is asked to shuffle",
    points=2, hidden=False
)
def test_order(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_order')

@test_case(
    name="make_loader shuffles anew for each epoch, and loses no sample",
    points=2, hidden=False
)
def test_shuffle(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q1', 'test_shuffle')

