"""Published plans as open data: what they are described by. docs/open-data.md."""
