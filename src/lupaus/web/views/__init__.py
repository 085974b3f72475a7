"""Pictures drawn from the triples: each a query, the rows it gives, and an SVG with the same rows as a table."""
