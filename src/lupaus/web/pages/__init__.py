"""Pages for people: templates, their words, one style sheet. No script, no foreign host."""
