"""A site as files: what the application answers, recorded, and the configurations that serve it again."""
