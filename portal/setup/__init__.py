"""Making an installation ready: settings, tables, reference data, the first administrator."""
