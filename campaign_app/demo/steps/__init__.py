"""The demo, step by step, in the order in which it happened."""
