"""Handing over to people: how urgent, by when, with what is known, and the desk where they answer."""
