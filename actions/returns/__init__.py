"""What goes back, what comes instead, and the money for it."""
