"""What the fork server imports before it forks: the models, loaded once, whose memory the workers share.

Nothing else imports this module, because importing it is the work.
"""

import contextlib
import os


def _load() -> None:
    # The workers are as many as the machine has cores; a worker with threads of its own would only get in their way.
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")
    from boctach import analysis
    from boctach.api.tasks import warm

    # Why loading fails is told by each worker, which loads what is missing here.
    with contextlib.suppress(Exception):
        warm()
    analysis.stay_loaded()


_load()
