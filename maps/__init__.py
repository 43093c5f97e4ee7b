"""Tables to an interactive page, a static figure, and the ``corridors`` command."""
