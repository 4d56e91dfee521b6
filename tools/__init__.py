"""The tools with which the portal is started, measured and translated. The portal never imports them."""
