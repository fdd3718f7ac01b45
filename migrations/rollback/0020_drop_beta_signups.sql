-- Rollback of 0020_drop_beta_signups
-- verdict: structure only (the schema came back, the rows or values that are named do not)
-- reason: not brought back: rows of public.beta_signups
-- lost: rows of public.beta_signups
-- proven on: PostgreSQL 18.6
-- for migration: 35787a8cd672efd322c36ee05725e1c555ede95d4c7855da7adda0110a7de640
-- run: psql --no-psqlrc --set ON_ERROR_STOP=1 --file FILE "$DATABASE_URL"
-- digest: 97aebe5a5feccd34afdebf8e2372ace5b1d24a9761fd47aecaf4eaaf150a9416

BEGIN;
CREATE SEQUENCE "public"."beta_signups_id_seq" AS integer;
CREATE TABLE "public"."beta_signups" (
	"id" integer DEFAULT nextval('public.beta_signups_id_seq'::regclass) NOT NULL,
	"email" text NOT NULL,
	"source" text,
	"signed_up_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "beta_signups_pkey" PRIMARY KEY (id)
);
ALTER SEQUENCE "public"."beta_signups_id_seq" OWNED BY "public"."beta_signups"."id";
DO $$ BEGIN
  IF EXISTS (SELECT FROM "drizzle"."__drizzle_migrations" WHERE created_at > 1790068743000) THEN
    RAISE EXCEPTION 'Later migrations are applied: take them back first.';
  END IF;
  DELETE FROM "drizzle"."__drizzle_migrations" WHERE created_at = 1790068743000 AND hash = '35787a8cd672efd322c36ee05725e1c555ede95d4c7855da7adda0110a7de640';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'This migration is not applied, or its file was another one: nothing was taken back.';
  END IF;
END $$;
COMMIT;
