"""Answers from the articles and their facts."""
