"""How e-mails leave and come back; knows nothing of what they say, or to whom."""
