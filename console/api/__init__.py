"""The staff API under /api/v1: JSON in and out, errors as problem details."""
