"""How fast the app serves, measured beside the least that could serve and beside Bolt's own hello."""
