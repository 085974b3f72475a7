"""Loading a release into an engine elsewhere, graph by graph, so that it can be trusted and taken back."""
