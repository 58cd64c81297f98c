"""The templates' environment: what every page and macro can use without importing it."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined, Template, Undefined, pass_context
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from balie.accounts.models import User
from balie.administration.menu import Group as SettingsGroup
from balie.administration.menu import menu as settings_menu
from balie.desk.choices import having_chosen
from balie.desk.keys import keys_of
from balie.desk.rail import Group, rail
from balie.tickets.own_statuses.known import own_name, portal_name
from balie.tickets.subjects import titled
from config import assets, formatting, wording
from config.account_menu import account_menu
from config.keeping import Keep
from config.security import live_url

THEMES = ("light", "dark", "contrast")
DENSITIES = ("compact", "roomy")


def url(name: str, *args: object, **kwargs: object) -> str:
    return reverse(name, args=args or None, kwargs=kwargs or None)


class Page(Template):
    """Globals are the environment's alone, so that what is imported is the same for all who import it."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:  # noqa: ARG002 -- that is the point
        """Jinja's own compares the globals of both each time, two dozen times a page."""
        return super()._get_default_module(None)


def environment(**options: Any) -> Environment:
    strict = settings.DEBUG or getattr(settings, "BALIE_STRICT_TEMPLATES", False)
    options.setdefault("undefined", StrictUndefined if strict else Undefined)
    options["extensions"] = ["jinja2.ext.i18n", "jinja2.ext.do", "jinja2.ext.loopcontrols", Keep]
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options.setdefault("bytecode_cache", _bytecode_cache())
    env = Environment(**options)  # noqa: S701 -- Django's backend passes autoescape=True
    env.template_class = Page
    _install_gettext(env)
    env.globals.update(url=url, static=static, asset=assets.asset, asset_url=assets.asset_url, icon=assets.icon)
    env.filters.update(
        clock=formatting.clock,
        day=formatting.day,
        duration=formatting.duration,
        file_size=formatting.file_size,
        full_time=formatting.full_time,
        having_chosen=having_chosen,
        icon=_icon,  # a filter too: a macro's own parameter may be called icon
        initials=formatting.initials,
        moment=formatting.moment,
        number=formatting.number,
        own_status=_own_status,
        portal_status=_portal_status,
        percent=formatting.percent,
        soon=formatting.soon,
        tint=formatting.tint,
        titled=titled,
        when=formatting.when,
    )
    return env


def _own_status(ticket: Any) -> str:
    """What the own status of a ticket, or of what is known of one, is called; empty where it has none."""
    return own_name(ticket.status, ticket.own_status_id)


def _portal_status(ticket: Any) -> str:
    """What contacts read of it; empty where they read the words of its category."""
    return portal_name(ticket.status, ticket.own_status_id)


@pass_context
def _icon(_context: Context, name: str, label: str = "", size: str = "") -> Markup:
    """It takes the context only so that Jinja does not work it out once while compiling: the compiled template is kept,
    and the sprite's address changes with each build."""
    return assets.icon(name, label, size)


def _install_gettext(env: Environment) -> None:
    env.install_gettext_callables(  # type: ignore[attr-defined]  # added by jinja2.ext.i18n when it is loaded
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(_=wording.gettext, gettext=wording.gettext)


def _bytecode_cache() -> FileSystemBytecodeCache:
    """Compiled templates outlive the process; kept where only we can write, since they are code.

    Compiling folds the addresses of icons into them, so that each build of the front end has a folder of its own.
    """
    folder = settings.BALIE_HOME / "cache" / "templates" / assets.build()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def page(request: HttpRequest) -> dict[str, object]:
    """What the layouts need beyond what a view hands them. The theme is in a cookie, so that no page ever flashes."""
    theme = request.COOKIES.get("theme", "")
    user = getattr(request, "user", None)
    density = user.density if isinstance(user, User) else request.COOKIES.get("density", "")
    token = SimpleLazyObject(lambda: get_token(request))
    return {
        "theme": theme if theme in THEMES else "",
        "density": density if density in DENSITIES else "",
        "language": translation.get_language() or settings.LANGUAGE_CODE,
        "languages": settings.LANGUAGES,
        "time_zone": timezone.get_current_timezone_name(),
        "live_url": live_url(request),
        "user": user,
        "desk_rail": SimpleLazyObject(lambda: _desk_rail(request)),
        "account_menu": account_menu,
        "own_keys": SimpleLazyObject(lambda: keys_of(request.user)),
        "settings_places": SimpleLazyObject(lambda: _settings_places(request)),
        "toasts": SimpleLazyObject(lambda: get_messages(request)),
        # Django's own is masked anew whenever it is written out: kept parts (config/keeping.py) must find it again.
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(
            lambda: format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token)
        ),
    }


def _desk_rail(request: HttpRequest) -> tuple[Group, ...]:
    """The desk's navigation for pages beside it, settings and one's own account; worked out only where it is shown."""
    place = "settings" if request.path.startswith("/desk/settings/") else ""
    return rail(request.user, place=place) if isinstance(request.user, User) and request.user.is_staff else ()


def _settings_places(request: HttpRequest) -> list[SettingsGroup]:
    """What of the settings somebody may change, for pages that lead there."""
    section = "desk:exports" if request.path.startswith("/desk/exports/") else ""
    return settings_menu(request.user, section) if isinstance(request.user, User) and request.user.may_answer else []
