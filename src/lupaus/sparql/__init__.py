"""Pure SPARQL protocol logic: bytes and values in, values out; no IO."""
