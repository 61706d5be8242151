"""The Text Generator: several models continue one text."""
