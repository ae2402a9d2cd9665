"""A new partnership from others: proposed, agreed to, founded whole, and taken back whole."""
