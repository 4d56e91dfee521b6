"""What the portal does in a second, measured from outside. The portal never imports this."""
