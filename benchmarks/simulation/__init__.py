"""A simulated shopper: has a goal, writes as people do, answers the bot's questions from the goal."""
