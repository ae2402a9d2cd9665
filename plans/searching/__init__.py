"""Finding what a person may see, in all their partnerships and years, by words."""
