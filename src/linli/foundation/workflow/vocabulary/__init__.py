"""The closed vocabulary of procedures: field types, guards and effects, small pure functions registered by name."""

from linli.foundation.workflow.vocabulary import effects, guards, referrals, time_effects, time_guards

__all__ = [  # importing them registers what every procedure may name
    "effects",
    "guards",
    "referrals",
    "time_effects",
    "time_guards",
]
