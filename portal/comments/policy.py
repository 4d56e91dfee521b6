"""Who may do what here. The docstring of each permission is what a refused person reads."""
