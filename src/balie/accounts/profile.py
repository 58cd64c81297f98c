"""What a user says about themselves."""

from dataclasses import asdict, dataclass

from django.db import transaction

from balie.accounts.models import Undo, User
from balie.events.actor import Actor
from balie.events.recording import record

# Lists of which somebody's columns are kept.
_MOST_LISTS = 50


@dataclass(frozen=True, slots=True)
class Profile:
    name: str
    language: str
    time_zone: str
    theme: str
    signature: str = ""
    undo_seconds: int = Undo.USUAL


@transaction.atomic
def change_profile(*, user_id: int, profile: Profile) -> None:
    User.objects.filter(pk=user_id).update(**asdict(profile))
    record("user.profile_changed", actor=Actor.user(user_id), user=user_id)


@transaction.atomic
def change_keys(*, user_id: int, keys: dict[str, str], single: bool) -> None:
    User.objects.filter(pk=user_id).update(keys=keys, single_keys=single)
    record("user.keys_changed", actor=Actor.user(user_id), user=user_id)


@transaction.atomic
def change_desk(*, user_id: int, start_page: str, density: str) -> None:
    User.objects.filter(pk=user_id).update(start_page=start_page, density=density)
    record("user.desk_changed", actor=Actor.user(user_id), user=user_id)


@transaction.atomic
def put_lists_beside(*, user_id: int, beside: bool) -> None:
    User.objects.filter(pk=user_id).update(lists_beside=beside)
    record("user.desk_changed", actor=Actor.user(user_id), user=user_id)


@transaction.atomic
def choose_columns(*, user_id: int, list_key: str, columns: list[str]) -> None:
    """None: the list is as usual again."""
    user = User.objects.select_for_update(no_key=True).only("columns").get(pk=user_id)
    chosen = {key: value for key, value in user.columns.items() if key != list_key}
    if columns:
        chosen = dict([*chosen.items(), (list_key, columns)][-_MOST_LISTS:])
    User.objects.filter(pk=user_id).update(columns=chosen)
    record("user.desk_changed", actor=Actor.user(user_id), user=user_id)


def change_language(*, user_id: int, language: str) -> None:
    User.objects.filter(pk=user_id).update(language=language)
