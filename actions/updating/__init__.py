"""Saying how actions go: one on its page, many on My work, and putting right what was said."""
