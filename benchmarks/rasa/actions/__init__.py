"""Action server of the peer project; runs in the peer's own environment."""
