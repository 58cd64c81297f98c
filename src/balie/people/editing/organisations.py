"""Organisations: their name, and the mail domains whose addresses belong to them."""

from django.db import IntegrityError, transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from balie.core.transactions import joined
from balie.events.actor import Actor
from balie.events.recording import record
from balie.people.editing.latest_changes import latest_change
from balie.people.editing.public_domains import is_public
from balie.people.editing.refusals import ChangedMeanwhile, Refused
from balie.people.editing.values import domain_in
from balie.people.models import Contact, Domain, IdentityKind, Organisation
from balie.search.letters import Letters


@joined
def organisation_called(*, name: str, actor: Actor) -> Organisation:
    """Whatever the case and the accents; made when there is none."""
    plain = " ".join(name.split())[:200]
    known = Organisation.objects.annotate(letters=Letters("name")).filter(letters=Letters(Value(plain)))
    for found in known.order_by("pk")[:1]:
        return found
    made = Organisation.objects.create(name=plain)
    record("organisation.added", actor=actor, organisation=made.pk)
    return made


@joined
def rename_organisation(*, organisation_id: int, name: str, before: str, actor: Actor) -> Organisation:
    """`before`: its name as the page knew it. Raises Organisation.DoesNotExist, ChangedMeanwhile, Refused."""
    organisation = _locked(organisation_id)
    plain = " ".join(name.split())[:200]
    if not plain:
        raise Refused(_("An organisation needs a name."))
    if organisation.name != before:
        raise ChangedMeanwhile(_told(organisation))
    if plain != before:
        organisation.name = plain
        organisation.save(update_fields=["name"])
        record("organisation.renamed", actor=actor, organisation=organisation_id)
    return organisation


@joined
def add_domain(*, organisation_id: int, text: str, actor: Actor) -> int:
    """New contacts with such an address belong to it from now on, and those who belong to none: how many that were.

    Raises Organisation.DoesNotExist, or Refused.
    """
    organisation = _locked(organisation_id)
    name = domain_in(text)
    if is_public(name):
        raise Refused(_("Anybody can have an address at %(domain)s, so it can't stand for one.") % {"domain": name})
    try:
        with transaction.atomic():
            made = Domain.objects.create(organisation=organisation, name=name)
    except IntegrityError as taken:
        owner = Domain.objects.select_related("organisation").get(name=name).organisation
        raise Refused(_("%(domain)s belongs to %(name)s already.") % {"domain": name, "name": owner}) from taken
    theirs = Contact.objects.filter(
        identities__kind=IdentityKind.EMAIL, identities__value__endswith=f"@{name}", organisation=None, merged_into=None
    )
    joining = Contact.objects.filter(pk__in=list(theirs.values_list("pk", flat=True)), organisation=None)
    joined_now = joining.update(organisation=organisation)
    record("organisation.domain_added", actor=actor, organisation=organisation_id, domain=made.pk, joined=joined_now)
    return joined_now


@joined
def remove_domain(*, organisation_id: int, domain_id: int, actor: Actor) -> None:
    """Those who belong to it stay. Raises Organisation.DoesNotExist or Domain.DoesNotExist."""
    organisation = _locked(organisation_id)
    organisation.domains.get(pk=domain_id).delete()
    record("organisation.domain_removed", actor=actor, organisation=organisation_id, domain=domain_id)


def _told(organisation: Organisation) -> str:
    change = latest_change("organisation.renamed", organisation=organisation.pk)
    if change is None:
        return _("Somebody else has changed the name meanwhile. Look at it and save again.")
    words = _("%(who)s has changed the name to “%(name)s” meanwhile. Look at it and save again.")
    return words % {"who": change.who, "name": organisation}


def _locked(organisation_id: int) -> Organisation:
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
