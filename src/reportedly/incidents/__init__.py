"""Incidents: one real-world happening told by many reports, and on whose word it stands."""
