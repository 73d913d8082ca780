"""Personal data: who looked, what is kept how long, what people ask for, erasure."""
