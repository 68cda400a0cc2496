"""Lets `python -m bot` do what the `rolecall` command does, before anything is installed."""

from bot.terminal.main import main

if __name__ == "__main__":
    main()
