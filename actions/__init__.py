"""What the bot can do in the shop: rasa-sdk actions and the ports they work through."""
