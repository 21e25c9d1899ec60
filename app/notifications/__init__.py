"""Telling people: the inbox, web push, and what each kind of message says."""
