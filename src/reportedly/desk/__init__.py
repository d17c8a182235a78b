"""The desk: an archive seen, read and checked in the browser. Needs the extra `reportedly[desk]`; the rest of the package doesn't."""
