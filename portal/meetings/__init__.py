"""Committee meetings and the public register of them: agenda, places, attendance, minutes."""
