"""Keeps what workspaces add and what must not be lost: SQLite by default, PostgreSQL by DATABASE_URL."""
