"""The officials' desk: the inbox, search, one report and all acts on it."""
