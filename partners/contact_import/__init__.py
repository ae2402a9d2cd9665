"""The import of contacts from any list: what it means (columns, partners), what it would change,
and changing that whole or not at all."""
