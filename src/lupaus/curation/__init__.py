"""What curators do with what others publish: names in lists, links to Wikidata."""
