ALTER TABLE "users" ADD COLUMN "preferences" jsonb DEFAULT '{}'::jsonb;--> statement-breakpoint
CREATE INDEX "user_preferences_idx" ON "users" USING btree ("preferences");