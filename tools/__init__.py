"""Scripts that make data of the package; not installed with it."""
