"""Which order is meant, and changing or cancelling it before it leaves."""
