"""The pages: server-rendered HTML, kept live by htmx and server-sent events."""
