"""How fields are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.core.refusals import NotAllowed
from balie.custom_fields.defining import key_among, must_be_free


@given(st.text(max_size=60))
def test_whatever_it_is_called_its_key_will_do(label: str) -> None:
    taken = {"field", "name"}
    key = key_among(taken, label)
    must_be_free(key, taken)
    must_be_free(key_among({*taken, key}, label), {*taken, key})


@pytest.mark.parametrize("key", ["", "Name", "1st", "a-b", "x" * 41, "taken"])
def test_other_keys_are_refused(key: str) -> None:
    with pytest.raises(NotAllowed):
        must_be_free(key, {"taken"})
