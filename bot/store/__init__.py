"""Tables, sessions, migrations, and the durable, ordered tasks (inbox, outbox, timers)."""
