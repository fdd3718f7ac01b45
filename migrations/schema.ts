// The schema of a small product database, as it stands after the last migration.
// drizzle-kit compares it with the newest snapshot in meta/ and writes the difference as the next migration.
import { sql } from 'drizzle-orm';
import {
  bigint,
  char,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  serial,
  text,
  timestamp,
  varchar,
} from 'drizzle-orm/pg-core';

// People.

export const users = pgTable('users', {
  id: serial('id').primaryKey(),
  email: text('email').notNull(),
  fullName: text('full_name'),
  phoneNumber: text('phone_number'),
  department: text('department').notNull(),
  preferences: jsonb('preferences').default({}),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  index('email_idx').on(table.email),
  index('user_preferences_idx').using('gin', table.preferences),
]);

export const teams = pgTable('teams', {
  id: serial('id').primaryKey(),
  slug: varchar('slug', { length: 64 }).notNull().unique(),
  name: text('name').notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
});

export const memberships = pgTable('memberships', {
  userId: integer('user_id').notNull().references(() => users.id, { onDelete: 'cascade' }),
  teamId: integer('team_id').notNull().references(() => teams.id, { onDelete: 'cascade' }),
  role: text('role').notNull().default('member'),
  joinedAt: timestamp('joined_at', { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  primaryKey({ columns: [table.userId, table.teamId] }),
]);

export const auditLogs = pgTable('audit_logs', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  userId: integer('user_id').notNull().references(() => users.id),
  action: text('action').notNull(),
  metadata: jsonb('metadata'),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  index('audit_logs_user_id_created_at_idx').on(table.userId, table.createdAt),
]);

// Sales.

export const orderStatus = pgEnum('order_status', ['pending', 'paid', 'packed', 'shipped', 'cancelled', 'refunded']);

export const products = pgTable('products', {
  id: serial('id').primaryKey(),
  sku: varchar('sku', { length: 64 }).notNull().unique(),
  name: text('name').notNull(),
  priceCents: bigint('price_cents', { mode: 'number' }).notNull(),
  createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  check('products_price_cents_check', sql`${table.priceCents} >= 0`),
]);

export const orders = pgTable('orders', {
  id: serial('id').primaryKey(),
  number: bigint('number', { mode: 'number' }).generatedAlwaysAsIdentity({ startWith: 1000 }),
  userId: integer('user_id').notNull().references(() => users.id),
  teamId: integer('team_id').references(() => teams.id, { onDelete: 'set null' }),
  status: orderStatus('status').notNull().default('pending'),
  currency: char('currency', { length: 3 }).notNull().default('EUR'),
  totalCents: bigint('total_cents', { mode: 'number' }).notNull().default(0),
  placedAt: timestamp('placed_at', { withTimezone: true }).notNull().defaultNow(),
}, (table) => [
  index('orders_team_id_idx').on(table.teamId),
]);

export const orderItems = pgTable('order_items', {
  orderId: integer('order_id').notNull().references(() => orders.id, { onDelete: 'cascade' }),
  productId: integer('product_id').notNull().references(() => products.id),
  quantity: integer('quantity').notNull(),
  unitPriceCents: bigint('unit_price_cents', { mode: 'number' }).notNull(),
}, (table) => [
  primaryKey({ columns: [table.orderId, table.productId] }),
  check('order_items_quantity_check', sql`${table.quantity} > 0`),
]);
