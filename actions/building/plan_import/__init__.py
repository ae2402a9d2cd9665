"""Importing an existing plan's actions from a Word file or a spreadsheet."""
