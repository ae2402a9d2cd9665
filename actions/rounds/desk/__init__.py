"""The officer's desk: what the partners answered, taken or sent back; and who answered when."""
