"""How each kind of picture looks; only the process that draws imports what is in here."""
