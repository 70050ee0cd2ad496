"""Agent desk and admin pages over the staff API."""
