"""The Flask glue every room shares: access, forms, errors, the transaction, locale, headers, caching."""
