"""Addresses that shoppers tell: the parts, who gets the parcel, whether it is right."""
