"""Carrying a plan forward: what becomes of last year's priorities and actions in the next plan."""
