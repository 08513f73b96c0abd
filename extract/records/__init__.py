"""The record stage: mentions go to the study they belong to, and each study becomes a record."""

from extract.records.assemble import assemble
from extract.records.studies import Study, StudyFinder

__all__ = ["Study", "StudyFinder", "assemble"]
