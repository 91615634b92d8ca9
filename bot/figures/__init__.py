"""Figures: what a week or a month was like, counted from records; pure, and knows the domain only."""
