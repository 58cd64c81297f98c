"""Names and addresses by their letters, whatever the case and the accents; each such column has an index of them."""

from django.db.models import Func, TextField


class Letters(Func):
    function = "search_letters"
    output_field = TextField()
