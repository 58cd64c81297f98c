"""Mail domains at which anybody can have an address: they tell nothing of an organisation. Pure."""

_NAMES = frozenset(
    """
    aol.com bluewin.ch fastmail.com freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hetnet.nl
    home.nl hotmail.co.uk hotmail.com hotmail.de hotmail.fr hotmail.it hotmail.nl icloud.com kpnmail.nl kpnplanet.nl
    laposte.net libero.it live.com live.de live.it live.nl mac.com mail.com mail.ru mailbox.org me.com msn.com online.nl
    orange.fr outlook.com outlook.de outlook.it planet.nl posteo.de proton.me protonmail.com quicknet.nl rocketmail.com
    skynet.be sunrise.ch t-online.de telenet.be tim.it tin.it tiscali.it tutanota.com upcmail.nl virgilio.it web.de
    xs4all.nl yahoo.co.uk yahoo.com yahoo.de yahoo.fr yahoo.it yandex.com ymail.com zeelandnet.nl ziggo.nl zoho.com
    """.split()  # noqa: SIM905 -- a long list reads better as text
)


def is_public(domain: str) -> bool:
    return domain in _NAMES
