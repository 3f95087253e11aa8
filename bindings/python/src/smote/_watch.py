"""Ctrl-C and progress while native code runs.

Python runs signal handlers between bytecodes only, so a long call into the library
would answer Ctrl-C when it is done. The library calls back every 20 to 50 ms, but a
handler that raises inside a ctypes callback is printed and dropped. So, for the time
of the call, SIGINT gets a handler that only takes note; the callback hands the signal
on to the caller's own handler, keeps what that raises, cancels the call, and raises
it when the library has returned. A handler that does not raise cancels nothing.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator
from types import FrameType, TracebackType
from typing import Any

Progress = Callable[[float], object]


class Watch:
    """Listens for Ctrl-C, and reports progress, while native code runs.

    Parameters
    ----------
    progress : callable, optional
        Is given the fraction of the work that is done, from 0 to 1. What it raises
        cancels the work.
    """

    def __init__(self, progress: Progress | None = None) -> None:
        self._progress = progress
        self._start = 0.0
        self._end = 1.0
        self._handler: Callable[[int, FrameType | None], Any] | None = None
        # Python's handlers, of whatever signal, run in the main thread alone.
        self._is_main = False
        self._signal: tuple[int, FrameType | None] | None = None
        self._raised: BaseException | None = None

    @property
    def listens(self) -> bool:
        """Whether a callback would have anything to do."""
        return self._is_main or self._progress is not None

    @property
    def span(self) -> tuple[float, float]:
        """Which part of the whole work the fractions are of at present."""
        return self._start, self._end

    def phase(self, start: float, end: float) -> None:
        """State which part of the whole work the fractions to come are of."""
        self._start, self._end = start, end

    def report(self, fraction: float) -> None:
        """Hand on a signal that has come in, and the progress."""
        self._hand_on()
        if self._progress is not None:
            reached = self._start + (self._end - self._start) * fraction
            self._progress(min(reached, self._end))

    def cancels(self, fraction: float) -> bool:
        """Do as `report` does, but keep what it raises; tell whether it did."""
        try:
            self.report(fraction)
        except BaseException as error:  # noqa: BLE001 - raised again by __exit__
            self._raised = error
            return True
        return False

    def answers(self) -> Generator[int, float, None]:
        """Answer as `cancels` does, for each fraction that is sent.

        Handlers of other signals run, and may raise, as soon as there is Python code
        again. Here that is where the generator goes on, inside of the `try`; a function
        would not have come to its own yet, and ctypes would drop what they raise.
        """
        answer = 0
        while True:
            try:
                answer = int(self.cancels((yield answer)))
            except GeneratorExit:
                return
            except BaseException as error:  # noqa: BLE001 - raised again by __exit__
                self._raised, answer = error, 1

    def __enter__(self) -> Watch:
        if threading.current_thread() is threading.main_thread():
            self._is_main = True
            handler = signal.getsignal(signal.SIGINT)
            # Neither "ignore" nor "let the process die" needs our help.
            if callable(handler):
                try:
                    signal.signal(signal.SIGINT, self._take_note)
                except ValueError:  # the main thread of a sub-interpreter
                    return self
                self._handler = handler
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._handler is not None:
            signal.signal(signal.SIGINT, self._handler)
        if self._raised is not None:
            # Kept nowhere else: its traceback holds the frames, they hold this watch,
            # and both would hold the caller's arrays.
            raised, self._raised = self._raised, None
            context = raised.__context__
            try:
                raise raised
            finally:
                # Not "during handling of" the cancelled call, which came of it.
                raised.__context__ = context
                del raised
        self._hand_on()

    def _take_note(self, number: int, frame: FrameType | None) -> None:
        self._signal = number, frame

    def _hand_on(self) -> None:
        if self._signal is not None and self._handler is not None:
            (number, frame), self._signal = self._signal, None
            self._handler(number, frame)
