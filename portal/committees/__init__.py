"""The private sector's committees, which mirror the negotiating groups theme for theme."""
