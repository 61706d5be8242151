"""Widgets that several tabs use: they show and ask, and compute nothing."""
