"""How it looks: an answer in, a Slack message out; everything that the bot says to people is here."""
