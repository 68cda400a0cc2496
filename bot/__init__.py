"""Rolecall answers who does what in a data organisation."""

import os

# Nobody's plugin looks on while models are checked; to search for some takes a twentieth of a short command.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

__version__ = "0.1.0"
