"""The closed vocabulary of procedures: field types, guards and effects, small pure functions registered by name."""

from linli.foundation.workflow.vocabulary import effects, guards, referrals

__all__ = ["effects", "guards", "referrals"]  # importing them registers what every procedure may name
