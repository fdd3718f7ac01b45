"""All that is wrong with a folder and a database, each with what mends it."""
