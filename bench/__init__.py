"""Measurements behind every claim of quality or speed. Not part of the package."""
