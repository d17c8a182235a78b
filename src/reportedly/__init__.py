"""reportedly."""
