"""Fine-tuning of a second branch of the encoder for intents and moods (needs the extra `tune`: torch)."""
