"""The sentence encoder: provisioning from what is at hand, and encoding at run time."""
