"""What is negotiated: themes, negotiations and their stages, and the government's groups."""
