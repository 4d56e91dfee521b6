"""The register: dockets, and the notices in Federal Register form that open and close them."""
