"""Made-up graphs in our own model, of any size, to measure with. Nothing in them is true."""
