"""What the public files: comments cut into points, receipts, confirmation, moderation."""
