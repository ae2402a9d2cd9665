"""Asking the partners for updates: rounds, links without an account, answers, reminders."""
