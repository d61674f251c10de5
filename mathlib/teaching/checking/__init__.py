"""Judging what a reader typed: one call for every exercise, which never raises."""
