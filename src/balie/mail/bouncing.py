"""A mail that a server took, and that came back later."""

from balie.core.clock import now
from balie.core.transactions import joined
from balie.mail import outcomes
from balie.mail.models import OutgoingMail, State


@joined
def mark_bounced(*, mail_id: int, email: str, answer: str) -> bool:
    """False, and nothing changes, when it was never sent to that address, or is known to have bounced."""
    mail = OutgoingMail.objects.select_for_update().filter(pk=mail_id).first()
    if mail is None or mail.state not in {State.SENT, State.UNCERTAIN, State.BOUNCED}:
        return False
    sent_to = {recipient.lower() for recipient in mail.recipients}
    known = {entry["email"].lower() for entry in mail.refused}
    if email.lower() not in sent_to - known:
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.BOUNCED, finished_at=now(), answer=answer[:500],
        refused=[*mail.refused, {"email": email, "answer": answer[:500]}],
    )  # fmt: skip
    outcomes.announce(outcomes.Outcome(mail.pk, mail.purpose, mail.reference, State.BOUNCED))
    return True
