"""Tables that come in as CSV or XLSX and go out as both."""
