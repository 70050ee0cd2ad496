"""Scenario conversations: who writes and what they ordered, what is said, and what must be true afterwards."""
