"""Database migrations with a proven way back, for Drizzle ORM, PostgreSQL and GitHub."""
