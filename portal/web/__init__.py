"""The Flask glue that every room shares.

Access, forms, errors, the transaction, the locale, headers and caching.
"""
