"""The one table of consequences: event -> steps in its transaction, steps after its commit."""

from balie.channels.email.acknowledge import acknowledge
from balie.channels.email.forwards_out import send_forward
from balie.channels.email.letting_go import let_go_of_original
from balie.channels.email.mailbox_settings import hand_on_mailboxes
from balie.channels.email.references import follow_split
from balie.channels.email.replies_out import send_reply
from balie.events.reactions import Reaction, Step
from balie.notifications.telling import has_note, is_given, names_somebody, tell
from balie.surveys.asking import ask_after_resolving, is_resolved
from balie.surveys.following import follow_contact
from balie.tickets.handing_on import hand_on_later
from balie.tickets.hinting import tell_browsers
from balie.tickets.indexing import (
    follow_messages,
    index_fields,
    index_message,
    index_redacted,
    index_reply,
    index_ticket,
    leave_out_message,
    share_ticket,
)
from balie.tickets.of_contacts.latecomers import follow_latecomers
from balie.tickets.resembling.meanings import outdate_meaning

EVERY: tuple[Step, ...] = (tell_browsers,)

TABLE: dict[str, Reaction] = {
    "ticket.opened": Reaction(within=(index_message,), after=(acknowledge, tell)),
    "ticket.subject_changed": Reaction(within=(index_ticket, outdate_meaning)),
    "ticket.fields_changed": Reaction(within=(index_fields,)),
    "ticket.moved": Reaction(within=(share_ticket,), after=(tell,), only_if=has_note),
    "ticket.assigned": Reaction(within=(share_ticket,), after=(tell,), only_if=is_given),
    "ticket.followed": Reaction(within=(share_ticket,)),
    "ticket.unfollowed": Reaction(within=(share_ticket,)),
    "ticket.participant_added": Reaction(within=(share_ticket,)),
    "ticket.participant_accepted": Reaction(within=(share_ticket,)),
    "ticket.participant_removed": Reaction(within=(share_ticket,)),
    "ticket.split": Reaction(within=(follow_messages, follow_split, outdate_meaning)),
    "ticket.split_from": Reaction(within=(index_ticket,)),
    "ticket.merged": Reaction(within=(follow_messages, outdate_meaning)),
    "ticket.unmerged": Reaction(within=(follow_messages, outdate_meaning)),
    "ticket.status_changed": Reaction(after=(ask_after_resolving,), only_if=is_resolved),
    "message.received": Reaction(within=(index_message,), after=(tell,)),
    "message.replied": Reaction(within=(index_reply, send_reply), after=(tell,)),
    "message.noted": Reaction(within=(index_message,), after=(tell,)),
    "message.forwarded": Reaction(within=(index_message, send_forward)),
    "message.mentioned": Reaction(after=(tell,)),
    "reply.held": Reaction(after=(tell,)),
    "ticket.woken": Reaction(after=(tell,), only_if=names_somebody),
    "task.assigned": Reaction(after=(tell,)),
    "task.due": Reaction(after=(tell,)),
    "message.redacted": Reaction(within=(let_go_of_original, index_redacted, outdate_meaning)),
    "message.taken_back": Reaction(within=(leave_out_message,)),
    "contact.merged": Reaction(within=(follow_contact,), after=(follow_latecomers,)),
    "contact.unmerged": Reaction(within=(follow_contact,)),
    "team.dissolved": Reaction(within=(hand_on_mailboxes, hand_on_later)),
}
