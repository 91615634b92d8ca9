"""Fuzzing of every decoder of ours: what each takes, where it begins, how input is spoilt, how far it got."""
