"""Guide, migrations and observations become findings."""
