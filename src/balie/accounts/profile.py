"""What a user says about themselves."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction

from balie.accounts.models import Translating, Undo, User
from balie.events.actor import Actor
from balie.events.recording import record

# Lists of which somebody's columns are kept.
_MOST_LISTS = 50
# In which messages may be for which something is chosen.
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


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


@transaction.atomic
def choose_translating(*, user_id: int, choices: Mapping[str, str]) -> None:
    """By the language that messages are in. Raises ValueError for what is none."""
    if not all(code in LANGUAGES and choice in Translating.values for code, choice in choices.items()):
        raise ValueError("no language, or no choice")
    user = User.objects.select_for_update(no_key=True).only("translating").get(pk=user_id)
    chosen = {code: choice for code, choice in {**user.translating, **choices}.items() if choice}
    User.objects.filter(pk=user_id).update(translating=chosen)
    record("user.desk_changed", actor=Actor.user(user_id), user=user_id)


def change_language(*, user_id: int, language: str) -> None:
    User.objects.filter(pk=user_id).update(language=language)
