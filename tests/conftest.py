"""Settings of all the tests."""

import os

from hypothesis import HealthCheck, settings

# A slow machine may take its time to draw an example and to try it. CI draws the same examples at each run, so that a
# failure there is a failure of the change.
settings.register_profile(
    "boctach", deadline=None, derandomize=bool(os.environ.get("CI")), suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("boctach")
