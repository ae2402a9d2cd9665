"""What was counted: which figures a plan shows, what they say in words, and their charts."""
