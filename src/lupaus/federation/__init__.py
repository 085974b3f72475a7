"""SERVICE: queries that call other SPARQL endpoints, those on a list, through a relay of our own."""
