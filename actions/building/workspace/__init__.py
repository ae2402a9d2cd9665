"""Building a plan: its actions among themes, priorities and strands."""
