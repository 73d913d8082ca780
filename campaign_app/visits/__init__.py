"""Home visits and their rhythm."""
