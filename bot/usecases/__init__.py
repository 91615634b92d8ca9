"""Transactions: each file is one use-case and each use-case commits once."""
