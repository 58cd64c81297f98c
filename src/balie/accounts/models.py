from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from balie.core.clock import now


class Role(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    LIGHT_AGENT = "light_agent", _("Light agent")
    AGENT = "agent", _("Agent")
    SUPERVISOR = "supervisor", _("Supervisor")
    ADMIN = "admin", _("Administrator")


STAFF = frozenset({Role.LIGHT_AGENT, Role.AGENT, Role.SUPERVISOR, Role.ADMIN})


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")
    CONTRAST = "contrast", _("High contrast")


class Undo(models.IntegerChoices):
    OFF = 0, _("Off")
    SHORT = 5, _("5 seconds")
    USUAL = 10, _("10 seconds")
    LONG = 30, _("30 seconds")


class Translating(models.TextChoices):
    """Messages in another language than one's own."""

    OFFERED = "", _("Offer to translate")
    ALWAYS = "always", _("Always translate")
    NEVER = "never", _("I read it")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")
    ROOMY = "roomy", _("Roomy")


class Users(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def staff(self) -> models.QuerySet[User]:
        return self.filter(role__in=STAFF, is_active=True)


class User(AbstractBaseUser):
    """Anyone who can sign in. What they may see is decided by role and team."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.CUSTOMER)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="en")
    time_zone = models.CharField(_("time zone"), max_length=40, default=settings.TIME_ZONE)
    theme = models.CharField(_("appearance"), max_length=10, choices=Theme, default=Theme.SYSTEM)
    signature = models.TextField(_("signature"), blank=True)
    # How long an answer waits after "Send", so that it can be taken back.
    undo_seconds = models.PositiveSmallIntegerField(_("undo sending"), choices=Undo, default=10, db_default=10)
    # An address of the desk; empty: the inbox.
    start_page = models.CharField(max_length=200, blank=True, default="", db_default="")
    density = models.CharField(max_length=12, choices=Density, default=Density.COMFORTABLE, db_default="comfortable")
    # By its usual key, the one they want instead, or "" for none: only what is not as usual.
    keys: models.JSONField[Any, Any] = models.JSONField(default=dict, db_default={})
    # Keys work that are pressed without Ctrl or Alt.
    single_keys = models.BooleanField(default=True, db_default=True)
    # A timer of theirs runs: no page asks in vain which.
    timing = models.BooleanField(default=False, db_default=False)
    # Their lists stand beside the ticket.
    lists_beside = models.BooleanField(default=False, db_default=False)
    # Of the lists that everybody has, by their names: the columns they want there, where not the usual ones.
    columns: models.JSONField[Any, Any] = models.JSONField(default=dict, db_default={})
    # By the language a message is in: what is done with it where that is not simply offered; a `Translating`.
    translating: models.JSONField[Any, Any] = models.JSONField(default=dict, db_default={})
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(default=now)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = Users()

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        """Works at the desk (Django's own admin is not used)."""
        return self.role in STAFF

    @property
    def sees_everything(self) -> bool:
        return self.role in {Role.SUPERVISOR, Role.ADMIN}

    @property
    def may_answer(self) -> bool:
        return self.role in {Role.AGENT, Role.SUPERVISOR, Role.ADMIN}

    @property
    def may_redact(self) -> bool:
        """Take out for good what was said: not for everybody who answers."""
        return self.role in {Role.SUPERVISOR, Role.ADMIN}

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @cached_property
    def team_ids(self) -> tuple[int, ...]:
        return tuple(TeamMember.objects.filter(user=self).order_by("team_id").values_list("team_id", flat=True))


class Absence(models.Model):
    """Days on which a user is not here, both included."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, primary_key=True, related_name="absence")
    first_day = models.DateField()
    last_day = models.DateField()
    substitute = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")


class StandingTeams(models.Manager["Team"]):
    """Without those that are being dissolved: nothing new is to come to them."""

    def get_queryset(self) -> models.QuerySet[Team]:
        return super().get_queryset().filter(dissolved_at__isnull=True)


class Signs(models.TextChoices):
    """Whose signature stands below an answer."""

    OWN = "own", _("Their own; the team's where they have none")
    BOTH = "both", _("Their own, and the team's below it")
    TEAM = "team", _("The team's alone")


class Team(models.Model):
    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    members: models.ManyToManyField[User, TeamMember] = models.ManyToManyField(
        User, through="TeamMember", related_name="teams"
    )
    # Below what it writes; {agent} stands for who wrote.
    signature = models.TextField(blank=True, default="", db_default="")
    signs = models.CharField(max_length=4, choices=Signs, default=Signs.OWN, db_default="own")
    # Until its last ticket is another's, then the row goes too.
    dissolved_at = models.DateTimeField(null=True)

    objects = StandingTeams()
    with_dissolved = models.Manager["Team"]()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE)
    user = models.ForeignKey(User, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "team"], name="member_once")]


class Token(models.Model):
    """A key to the API. Only its hash is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)
