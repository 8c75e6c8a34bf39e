"""The portal of other systems: open interfaces in the forms that others have agreed on."""
