"""Making one of two records of one partner, and taking them apart again."""
