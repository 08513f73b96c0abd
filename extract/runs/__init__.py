"""Runs: many pages in, a folder of results out."""
