"""Pages for people: templates, their words, one style sheet, one script that no page needs. No foreign host."""
