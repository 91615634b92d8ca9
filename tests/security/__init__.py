"""Stories of attackers, and of what must be gone."""
