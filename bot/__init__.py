"""Rolecall answers who does what in a data organisation."""

__version__ = "0.1.0"
