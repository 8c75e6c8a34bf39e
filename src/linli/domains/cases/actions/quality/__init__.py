"""Second looks at matters: drawn, asked for, decided; and what was heard when the reporter was called back."""
