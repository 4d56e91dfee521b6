"""What people follow, with an account or without, and the letters that following brings."""
