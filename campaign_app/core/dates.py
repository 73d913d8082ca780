"""Stand-in until the full rules land: replaced as a whole by them."""


def format_date(d, l):
    return d.isoformat()


def format_instant(t, l, z):
    return t.astimezone(z).strftime("%d.%m.%Y %H:%M")


def assert_zone_data_is_current():
    pass
