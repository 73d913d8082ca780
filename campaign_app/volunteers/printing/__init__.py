"""What is printed for volunteers and of shifts, by paper."""
