"""From curated sources to an immutable release."""
