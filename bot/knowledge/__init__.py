"""Articles: reading them, which of them hold for a market on a day, and finding the one that answers."""
