// Paths are seen from the root of the repository:
//   drizzle-kit generate --config migrations/drizzle.config.ts --name add_something
import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './migrations/schema.ts',
  out: './migrations',
  dbCredentials: { url: process.env.DATABASE_URL ?? '' },
});
