-- The unique constraint that comes next must see ' ab-1' and 'AB-1' as the same article. The old spelling is lost.
-- sterna: ignore rollback-not-proven because nobody needs the old spelling back.
UPDATE "products" SET "sku" = upper(btrim("sku")) WHERE "sku" <> upper(btrim("sku"));
