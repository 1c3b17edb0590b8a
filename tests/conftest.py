"""The fixtures that every test may use; each lives in a module of `tests/support`."""

pytest_plugins = [
    "tests.support.network",
    "tests.support.databases",
    "tests.support.clock",
    "tests.support.browser",
    "tests.support.gathered",
    "tests.support.hostile",
    "tests.support.negatives",
    "tests.support.oracles",
    "tests.support.ralph",
    "tests.support.summary",
    "tests.support.trainers",
]
