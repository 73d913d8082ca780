"""People and institutions who are helped: registry, enrolment, need, consent, import."""
