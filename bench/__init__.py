"""The benchmark: every figure is a ratio to a bare Flask application measured in the same run."""
