"""Builds the basemap of the desk: see `src/reportedly/desk/basemap/README.md`."""
