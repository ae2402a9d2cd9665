"""The parts of script/trials: what is tried, at which size, and how much may go wrong."""
