"""Goods and their variants: which are meant, what they are, which size and colour."""
