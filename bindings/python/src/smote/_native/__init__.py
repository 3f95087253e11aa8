"""The C interface, `include/smote.h`, as ctypes sees it. No other package knows ctypes.

Constants, structs and functions are spelled as in the header, so that one search
finds all uses; a test compares every one of them with it. `_constants`, `_structs`
and `_functions` declare them. The other modules turn numpy arrays into structs, and a
status into an exception.
"""

from smote._native._constants import *  # noqa: F403 - all that the header has
from smote._native._functions import SIGNATURES as SIGNATURES
from smote._native._functions import cpu as cpu
from smote._native._options import options as options
from smote._native._plan import Plan as Plan
from smote._native._plan import Plans as Plans
from smote._native._search import neighbors as neighbors
from smote._native._status import NoCandidates as NoCandidates
from smote._native._status import check as check
from smote._native._structs import smote_class_value as smote_class_value
from smote._native._structs import smote_dataset as smote_dataset
from smote._native._structs import smote_error as smote_error
from smote._native._structs import smote_options as smote_options
from smote._native._structs import smote_output as smote_output
from smote._native._structs import smote_search as smote_search
from smote._native._structs import smote_target as smote_target
from smote._native._tables import dataset as dataset
from smote._native._tables import readable as readable
