"""The engine: understanding, dialogue, knowledge, answers, handoff, store, and the turn that composes them."""
