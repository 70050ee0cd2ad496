"""What to do next: domain, flows, the event-sourced tracker and the engine. Pure: no input or output of its own."""
