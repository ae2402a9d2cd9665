"""A release that is to come: what an upgrade to it does to the tables, and what it may break."""
