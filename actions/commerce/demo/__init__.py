"""The parts of the demo shop: what it sells, who buys there, and what happens to their parcels."""
