"""Trains the model that finds names: spaCy trains it, `pack` makes it the small file that runs."""
