-- Custom SQL migration file, put your code below! --
-- The unique constraint that comes next must see ' ab-1' and 'AB-1' as the same article. The old spelling is lost.
UPDATE "products" SET "sku" = upper(btrim("sku")) WHERE "sku" <> upper(btrim("sku"));
