"""What a message means, asked of a process of its own: Python works on one thing at a time in each process, and
understanding takes as long as all the rest of a turn."""
