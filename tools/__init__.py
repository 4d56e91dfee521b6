"""How the portal is started, measured and translated. The portal never imports these tools."""
