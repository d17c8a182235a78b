"""Builds the gazetteer that the package ships: `python -m tools.build_gazetteer --help`."""
