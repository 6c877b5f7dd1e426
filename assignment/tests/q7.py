from otter.test_files import test_case

OK_FORMAT = False

name = "q7"
points = None

@test_case(
    name="run_experiments gives one row for every combination",
    points=4, hidden=False
)
def test_every_combination(env):
    import sys
    sys.path.insert(0, 'tests')
    from kit.otter.runner import check
    check(env, 'q7', 'test_every_combination')

