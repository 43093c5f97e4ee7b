"""Text to located mentions: reading, recognition, resolution, routes."""
