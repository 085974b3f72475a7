"""What curators do with lists that others publish."""
