-- Rollback of 0014_link_orders_to_teams
-- verdict: exact (the schema came back exactly)
-- proven on: PostgreSQL 18.6
-- for migration: 6a9d5441448887e93756901ad952f23050d46c00c8c732d0364c6d6c20346291
-- takes: ACCESS EXCLUSIVE on public.orders (from statement 1 to the end)
-- takes: ACCESS EXCLUSIVE on public.teams (from statement 1 to the end)
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: c5f032c0659ec0e5d6677e0085c0948e6851fc5c5c2d91728f44a9aedb769356

BEGIN;
ALTER TABLE "public"."orders" DROP CONSTRAINT "orders_team_id_teams_id_fk";
DROP INDEX "public"."orders_team_id_idx";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1781620774000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1781620774000 AND hash = '6a9d5441448887e93756901ad952f23050d46c00c8c732d0364c6d6c20346291';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
