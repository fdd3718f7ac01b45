// The real migrator of drizzle-orm, 0.x or 1.0 as NODE_PATH says, on one folder after another:
// NODE_PATH=... [DRIVER=postgres-js] node migrate.cjs SOCKET_FOLDER USER DATABASE FOLDER...
'use strict';

const [host, user, database, ...folders] = process.argv.slice(2);
const driver = process.env.DRIVER || 'node-postgres';

async function open() {
  const { drizzle } = require(`drizzle-orm/${driver}`);
  if (driver === 'postgres-js') {
    const client = require('postgres')({ path: `${host}/.s.PGSQL.5432`, user, database, max: 1, onnotice: () => {} });
    return [client, drizzle({ client })];
  }
  const { Client } = require('pg');
  const client = new Client({ host, port: 5432, user, database });
  await client.connect();
  return [client, drizzle({ client })];
}

async function main() {
  const { migrate } = require(`drizzle-orm/${driver}/migrator`);
  const [client, db] = await open();
  try {
    for (const migrationsFolder of folders) {
      await migrate(db, { migrationsFolder });
    }
  } finally {
    await client.end();
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
