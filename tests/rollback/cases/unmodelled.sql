-- case: base type of shell kind
-- given
SELECT 1;
-- up
CREATE TYPE shell;
-- down: failed
-- reason: the migration does not run: 0001_up.sql:1:1: must be superuser to create a base type (SQLSTATE 42501)

-- case: conversion
-- given
CREATE TABLE t (id int);
-- up
CREATE CONVERSION my_conversion FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE TABLE u (id int);
-- down: by hand
-- reason: the schema does not come back whole (CONVERSION my_conversion): see the residue
DROP TABLE "public"."u";
