"""Stand-in until the full rules land: replaced as a whole by them."""


def check_bin(t):
    return t
