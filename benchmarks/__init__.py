"""Measurements of the real server, in one run beside a peer: `python -m benchmarks [NAME...]`."""
