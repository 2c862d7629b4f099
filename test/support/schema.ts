import type { DataSource } from 'typeorm';

/** Leaves out TypeORM's own tables of what has run, and the objects of extensions. */
const ours = (catalogue: string, name: string, namespace: string) => `
  NOT (${namespace}::regnamespace::text ~ '^(pg_.*|information_schema)$')
  AND ${name} !~ '^migrations(_id_seq)?$'
  AND NOT EXISTS (SELECT FROM pg_depend member WHERE member.deptype = 'e'
    AND member.classid = '${catalogue}'::regclass AND member.objid = ${catalogue}.oid)`;

const ourRelations = `
  SELECT oid, relname, relkind FROM pg_class WHERE ${ours('pg_class', 'relname', 'relnamespace')}`;

const description = `
  WITH relation AS (${ourRelations})
  SELECT concat_ws(' ', CASE relkind WHEN 'r' THEN 'table' WHEN 'i' THEN 'index'
    WHEN 'S' THEN 'sequence' ELSE 'relation of kind ' || relkind::text END, relname) AS line
  FROM relation
  WHERE relkind <> 'i' OR pg_get_indexdef(oid) !~ ' ON (public\\.)?migrations '
UNION ALL
  SELECT concat_ws(' ', 'column', relname, attnum, attname, format_type(atttypid, atttypmod),
    CASE WHEN attnotnull THEN 'NOT NULL' END, 'identity ' || nullif(attidentity::text, ''),
    'collate ' || nullif(attcollation, 0)::regcollation::text,
    'default ' || pg_get_expr(adbin, adrelid))
  FROM relation
  JOIN pg_attribute ON attrelid = relation.oid AND attnum > 0 AND NOT attisdropped
  LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
  WHERE relkind <> 'i'
UNION ALL
  SELECT concat_ws(' ', 'constraint', relname, conname, pg_get_constraintdef(pg_constraint.oid))
  FROM relation JOIN pg_constraint ON conrelid = relation.oid
UNION ALL
  SELECT pg_get_indexdef(indexrelid) FROM relation JOIN pg_index ON indrelid = relation.oid
UNION ALL
  SELECT pg_get_triggerdef(pg_trigger.oid)
  FROM relation JOIN pg_trigger ON tgrelid = relation.oid WHERE NOT tgisinternal
UNION ALL
  SELECT pg_get_functiondef(oid) FROM pg_proc
  WHERE ${ours('pg_proc', 'proname', 'pronamespace')}
UNION ALL
  SELECT concat_ws(' ', 'type', typname, typtype) FROM pg_type
  WHERE ${ours('pg_type', 'typname', 'typnamespace')} AND typcategory <> 'A'
ORDER BY line`;

/** All objects of Larder in a database, a line each. */
export async function schemaOf(dataSource: DataSource): Promise<string[]> {
  const rows: { line: string }[] = await dataSource.query(description);
  return rows.map(({ line }) => line);
}
