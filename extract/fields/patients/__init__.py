"""Counts of people in studies.

matches ──table, place──▶ numbers with the words around them ──people──▶ those that count people ──role──▶ which people
──side_by_side──▶ set beside each other: arms of a total, parts of a group
"""

from extract.fields.patients.reader import PatientsReader

__all__ = ["PatientsReader"]
