"""Papers that only those may read who gave their word: studies, and texts under negotiation."""
