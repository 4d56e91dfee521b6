"""A demonstration: an invented consultation, whole, with its dates moved to today."""
