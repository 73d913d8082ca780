"""`make dedup-report`: how well copies of one person are found, on lists with known answers."""
