DROP INDEX "user_preferences_idx";--> statement-breakpoint
CREATE INDEX "user_preferences_idx" ON "users" USING gin ("preferences");