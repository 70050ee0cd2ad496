"""Parcels: the carrier port and what its events mean for a shopper."""
