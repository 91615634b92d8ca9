"""Benchmarks: real messages replayed through the whole service, its throughput, its memory and its start."""
