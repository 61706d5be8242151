"""Runs exported models with ONNX Runtime: devices, sessions, and the library of models."""
