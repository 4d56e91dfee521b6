"""People, the agencies and organisations they act for, their roles, and signing in."""
