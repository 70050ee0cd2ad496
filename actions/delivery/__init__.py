"""Parcels on their way: where they are, when they come, and what if they do not."""
