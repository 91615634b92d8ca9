"""A year of a district that is lived through in minutes."""
