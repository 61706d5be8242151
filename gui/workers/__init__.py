"""Threads that compute while the window answers."""
