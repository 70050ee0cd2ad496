"""What is allowed, who pays and by when: decided by the facts of the articles valid for the market on the day."""
