"""Did this help?"""

import hashlib

from django.db import transaction
from django.db.models import F

from balie.core.clock import now
from balie.events.actor import SYSTEM
from balie.events.recording import record
from balie.knowledge.models import Article, Feedback


@transaction.atomic
def say_whether_it_helped(*, article_id: int, visitor: str, helped: bool) -> None:
    """`visitor` tells one reader from another (a session key). Who says it again changes their mind."""
    Article.objects.select_for_update().get(pk=article_id)
    mark = hashlib.sha256(visitor.encode()).hexdigest()
    row, made = Feedback.objects.get_or_create(article_id=article_id, visitor=mark, defaults={"helped": helped})
    if not made and row.helped == helped:
        return
    counts = {_column(helped): F(_column(helped)) + 1}
    if not made:
        Feedback.objects.filter(pk=row.pk).update(helped=helped, at=now())
        counts[_column(not helped)] = F(_column(not helped)) - 1
    Article.objects.filter(pk=article_id).update(**counts)
    record("article.rated", actor=SYSTEM, article=article_id, helped=helped)


def _column(helped: bool) -> str:  # noqa: FBT001 -- a yes or no is all there is
    return "helped" if helped else "did_not_help"
