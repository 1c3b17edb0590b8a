"""One file a migration, in the order of their numbers. What must not live here: an import of a model."""
