"""How the portal is started, translated and pictured. The portal never imports these tools."""
