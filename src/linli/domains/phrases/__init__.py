"""Texts kept ready for the steps of matters: who answers the hundredth time need not write it a hundredth time."""
