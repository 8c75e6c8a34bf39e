"""The closed vocabulary of procedures: field types, guards and effects, small pure functions registered by name."""

from linli.foundation.workflow.vocabulary import (
    effects,
    guards,
    merging,
    referrals,
    supervision,
    time_effects,
    time_guards,
)

# Importing them registers what every procedure may name.
__all__ = [
    "effects",
    "guards",
    "merging",
    "referrals",
    "supervision",
    "time_effects",
    "time_guards",
]
