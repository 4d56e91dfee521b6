"""Installing the portal: reference data, the first administrator, checks."""
