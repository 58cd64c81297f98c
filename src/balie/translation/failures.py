"""Why nothing was translated, for people."""

from django.utils.translation import gettext as _

from balie.translation.provider import Why


def words_of(why: Why) -> str:
    return {
        Why.TOO_LONG: _("This is too long to be translated at once."),
        Why.INSIDE: _("This address is inside your own network. Whoever runs the server can allow it."),
        Why.ADDRESS: _("Nothing can be asked at this address. It begins with https://."),
        Why.UNREACHABLE: _("The translation service does not answer. Try again in a moment."),
        Why.RESTING: _("The translation service is not available at the moment. Try again shortly."),
        Why.KEY: _("The translation service does not accept the key."),
        Why.USED_UP: _("The translation service takes no more for now: what is paid for is used up."),
        Why.LANGUAGE: _("The translation service can't translate between these languages."),
        Why.UNEXPECTED: _("The translation service answered with something that can't be read."),
    }[why]
