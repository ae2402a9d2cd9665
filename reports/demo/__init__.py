"""The demo: what fixtures/demo says, written into the database. It stands above all it loads."""
