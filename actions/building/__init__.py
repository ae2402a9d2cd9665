"""Making a plan: written on its workspace, carried forward from last year, or read from a file."""
