"""Settings of all the tests."""

import os

from hypothesis import settings

# A shared machine may take a while for one example; the tests of speed measure time themselves. CI draws the same
# examples at each run, so that a failure there is a failure of the change.
settings.register_profile("boctach", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("boctach")
