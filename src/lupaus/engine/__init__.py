"""One port to query engines, and the adapters behind it."""
