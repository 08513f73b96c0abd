"""Institutions: organisations that run, publish, host or sponsor a study."""

from extract.fields.institution.reader import InstitutionReader

__all__ = ["InstitutionReader"]
