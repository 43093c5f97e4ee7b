"""Routes: the corridor registry, how texts speak of routes, and the lines that they draw."""
