"""Python's garbage collector in processes that fork and live long."""

import gc

# Objects made, less those gone, between two looks: a request makes some ten thousand, and hardly one is a cycle's. By
# default it looks every 700.
_OFTEN = 10_000


def freeze() -> None:
    """What is loaded stays shared with the children: the collector would write to it. They look less often, too."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OFTEN, 10, 10)
