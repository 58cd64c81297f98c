"""What is said at the top of the next page."""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage

_MOST = 3


class Toasts(CookieStorage):
    """Only the latest: who never looks at a page that shows them would else carry all of them along."""

    def _store(self, messages: Any, *args: Any, **kwargs: Any) -> Any:
        return super()._store(list(messages)[-_MOST:], *args, **kwargs)  # type: ignore[misc] # not in the stubs
