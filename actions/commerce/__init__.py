"""The shop behind the bot: its data in the contract's shapes, what may be done to an order, and the ports to it."""
