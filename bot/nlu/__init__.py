"""Understanding: text in, language, intents, emotion, urgency and entities out."""
