-- Rollback of 0015_lengthen_sku
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 0907c5dca94e802126db52359e16f1ed51c54d2d6df9d8dfd8d68da784423da2
-- takes: ACCESS EXCLUSIVE on public.products (from statement 1 to the end), and writes it anew
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: cd8ce3d09871a27a63a88f82480dcf1d3aab5ab0b375657b02497f974b56d42a

BEGIN;
ALTER TABLE "public"."products" ALTER COLUMN "sku" SET DATA TYPE character varying(32);
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1782895816000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1782895816000 AND hash = '0907c5dca94e802126db52359e16f1ed51c54d2d6df9d8dfd8d68da784423da2';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
