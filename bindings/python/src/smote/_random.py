"""`random_state` and `stream`: where the random draws of one resampling come from.

===========================  =======================================================
random_state                 draws
===========================  =======================================================
an int                       numpy's legacy stream, restarted from it for each class
``None``                     numpy's legacy stream, continuing numpy's global state
a ``RandomState``            numpy's legacy stream, continuing its state
a ``Generator``              the native stream, seeded by 64 bits drawn from it
===========================  =======================================================

The first three are what imbalanced-learn does. ``stream='native'`` seeds the native
stream instead: by the int itself, which then may be as large as 2**64 - 1 and gives
what C and R give for it, or by 64 bits drawn from what was passed.
``stream='numpy'`` makes a ``Generator`` draw a seed for numpy's legacy stream.

A ``RandomState`` on another bit generator than MT19937 has no state that the legacy
stream could continue: it is treated as a ``Generator``.
"""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Integral
from typing import Any, Literal

import numpy as np
from numpy.random import Generator, RandomState
from numpy.typing import NDArray
from sklearn.utils import check_random_state
from sklearn.utils._param_validation import Interval, StrOptions

from smote import _native

# What `random_state` and `stream` may be.
RANDOM_STATE = [
    Interval(Integral, 0, 2**64 - 1, closed="both"),
    RandomState,
    Generator,
    None,
]
STREAM = [StrOptions({"native", "numpy"}), None]

RandomStateLike = int | RandomState | Generator | None
Stream = Literal["native", "numpy"] | None
_WORDS = 624


@dataclass
class Draws:
    """The library's options about random draws.

    If the draws continue `source`, `state` is 624 words and the position, and `normal`
    is whether a normal number was drawn in advance, and that number.
    """

    stream: int
    seed: int = 0
    state: NDArray[np.uint32] | None = None
    normal: NDArray[np.float64] | None = None
    source: RandomState | None = None

    @property
    def is_native(self) -> bool:
        """Whether they are the library's own."""
        return self.stream == _native.SMOTE_STREAM_NATIVE

    def for_scikit_learn(self, random_state: RandomStateLike) -> Any:
        """Return what others are to draw from: the same generator, or a short seed.

        scikit-learn takes seeds of 32 bits; longer ones are hashed.
        """
        if self.source is not None:
            return random_state
        if self.seed < 2**32:
            return self.seed
        return int(np.random.SeedSequence(self.seed).generate_state(1)[0])

    def resume(self) -> None:
        """Take note of draws that others have made from the caller's generator."""
        if self.source is None or self.state is None or self.normal is None:
            return
        legacy: Any = self.source.get_state(legacy=True)
        self.state[:_WORDS] = legacy[1]
        self.state[_WORDS] = legacy[2]
        self.normal[:] = legacy[3:]

    def finish(self) -> None:
        """Let the caller's generator continue after the draws that were made."""
        if self.source is None or self.state is None or self.normal is None:
            return
        key, position = self.state[:_WORDS], int(self.state[_WORDS])
        self.source.set_state(
            ("MT19937", key, position, int(self.normal[0]), float(self.normal[1]))
        )


def draws(random_state: RandomStateLike, stream: Stream) -> Draws:
    """Settle where the draws come from; see the table above."""
    if stream == "native":
        return Draws(_native.SMOTE_STREAM_NATIVE, seed=_seed(random_state, bits=64))
    if isinstance(random_state, (int, np.integer)):
        return Draws(_native.SMOTE_STREAM_NUMPY_SEED, seed=_short(int(random_state)))
    if not isinstance(random_state, Generator):
        source = check_random_state(random_state)
        if _is_mersenne_twister(source):
            return _continuing(source)
        random_state = source
    if stream == "numpy":
        seed = _seed(random_state, bits=32)
        return Draws(_native.SMOTE_STREAM_NUMPY_SEED, seed=seed)
    return Draws(_native.SMOTE_STREAM_NATIVE, seed=_seed(random_state, bits=64))


def is_native(random_state: RandomStateLike, stream: Stream) -> bool:
    """Whether `draws` would settle on the native stream; draws nothing."""
    if stream is not None:
        return stream == "native"
    if isinstance(random_state, RandomState):
        return not _is_mersenne_twister(random_state)
    return isinstance(random_state, Generator)


def continues(random_state: RandomStateLike, stream: Stream) -> bool:
    """Whether `draws` would go on with numpy's stream, not seed one; draws nothing."""
    is_seed = isinstance(random_state, (int, np.integer, Generator))
    if is_seed or is_native(random_state, stream):
        return False
    return _is_mersenne_twister(check_random_state(random_state))


def _continuing(source: RandomState) -> Draws:
    result = Draws(
        _native.SMOTE_STREAM_NUMPY_STATE,
        state=np.empty(_WORDS + 1, np.uint32),
        normal=np.empty(2),
        source=source,
    )
    result.resume()
    return result


def _is_mersenne_twister(source: RandomState) -> bool:
    return str(source.get_state(legacy=False)["bit_generator"]) == "MT19937"


def _seed(random_state: RandomStateLike, bits: int) -> int:
    if isinstance(random_state, (int, np.integer)):
        return int(random_state)
    source = (
        random_state
        if isinstance(random_state, Generator)
        else check_random_state(random_state)
    )
    return int.from_bytes(source.bytes(bits // 8), "little")


def _short(seed: int) -> int:
    if seed >= 2**32:
        raise ValueError(
            f"random_state = {seed}, but numpy's legacy stream takes seeds below "
            f"2**32: pass a smaller one, or stream='native'"
        )
    return seed
