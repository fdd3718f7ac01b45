ALTER TYPE "public"."order_status" ADD VALUE 'packed' BEFORE 'shipped';--> statement-breakpoint
ALTER TYPE "public"."order_status" ADD VALUE 'refunded';