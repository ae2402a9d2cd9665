"""What is kept of people in minutes."""

from partners.purging import Kept

MINUTES = Kept(
    "Minutes of meetings, with the names that their notes give",
    "as long as the partnership keeps its plans",
    "A partnership answers for what its groups have decided",
)
