// The real migrator of drizzle-orm over node-postgres: NODE_PATH=... node migrate.cjs SOCKET_FOLDER USER DATABASE FOLDER...
// Migrates the database with one folder after another.
'use strict';

const { drizzle } = require('drizzle-orm/node-postgres');
const { migrate } = require('drizzle-orm/node-postgres/migrator');
const { Client } = require('pg');

const [host, user, database, ...folders] = process.argv.slice(2);

async function main() {
  const client = new Client({ host, port: 5432, user, database });
  await client.connect();
  try {
    for (const migrationsFolder of folders) {
      await migrate(drizzle(client), { migrationsFolder });
    }
  } finally {
    await client.end();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
