"""The encoder that comes with Balie: word pieces and their vectors out of the package `wordllama`, read directly.

Of that package only the data is used: importing it would load what compares and clusters, and look for a newer model.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from balie.search.meaning.encoding import Background, Encoder

_VECTORS = "weights/l2_supercat_256.safetensors"
_PIECES = "tokenizers/l2_supercat_tokenizer_config.json"


@cache
def encoder() -> Encoder:
    """40 MB for as long as the process lives; a third of a second to read."""
    return Encoder(pieces(), vectors(), Background.kept())


def pieces() -> Tokenizer:
    read = Tokenizer.from_file(str(_package() / _PIECES))
    read.no_padding()
    read.no_truncation()
    return read


def vectors() -> NDArray[np.float16]:
    (found,) = load_file(_package() / _VECTORS).values()
    return found


def _package() -> Path:
    spec = find_spec("wordllama")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package wordllama is not installed.")
    return Path(spec.submodule_search_locations[0])
