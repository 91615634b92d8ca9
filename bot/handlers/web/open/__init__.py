"""Open figures: a page for residents and the same for programs, with nothing that points at a person."""
