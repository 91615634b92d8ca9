"""The fault campaign: people who talk, a machine on which everything goes wrong, and what must hold all the same."""
