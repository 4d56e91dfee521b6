"""The tests of portal.search."""
