/**
 * How many deliveries there are, without counting them: four million take half a second, and who looks at a ledger does
 * so often.
 * Guarantees: whatever brings deliveries or takes them away, by whatever statement, is counted in the same transaction; none
 * changes its kind.
 * Must not be edited once released; later changes come in files of their own.
 */
import type { Knex } from 'knex';

/** Those that are there are counted under the lock of the triggers: nobody stores meanwhile. */
const COUNTED = `
  CREATE TABLE delivery_count (kind delivery_kind NOT NULL, count bigint NOT NULL);
  COMMENT ON TABLE delivery_count IS
    'Deliveries that came (or, below 0, went), a row for each statement and kind: their sum is how many there are. Without a key, so that nobody waits for anybody; put together now and then.';

  CREATE FUNCTION count_stored() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO delivery_count SELECT kind, count(*) FROM stored GROUP BY kind;
    RETURN NULL;
  END $$;
  CREATE FUNCTION count_dropped() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO delivery_count SELECT kind, -count(*) FROM dropped GROUP BY kind;
    RETURN NULL;
  END $$;
  CREATE FUNCTION count_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    -- Who puts rows together is not met by the lock of the deliveries.
    LOCK TABLE delivery_count IN SHARE ROW EXCLUSIVE MODE;
    DELETE FROM delivery_count;
    RETURN NULL;
  END $$;

  CREATE TRIGGER count_stored AFTER INSERT ON delivery REFERENCING NEW TABLE AS stored
    FOR EACH STATEMENT EXECUTE FUNCTION count_stored();
  CREATE TRIGGER count_dropped AFTER DELETE ON delivery REFERENCING OLD TABLE AS dropped
    FOR EACH STATEMENT EXECUTE FUNCTION count_dropped();
  CREATE TRIGGER count_emptied AFTER TRUNCATE ON delivery FOR EACH STATEMENT EXECUTE FUNCTION count_emptied();
  INSERT INTO delivery_count SELECT kind, count(*) FROM delivery GROUP BY kind;
`;

/** Adds it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(COUNTED);
}

/** Removes it; for a step back to an older program (`dongbo migrate --to`). */
export async function down(knex: Knex): Promise<void> {
  await knex.raw(`
    DROP TRIGGER count_stored ON delivery;
    DROP TRIGGER count_dropped ON delivery;
    DROP TRIGGER count_emptied ON delivery;
    DROP FUNCTION count_stored();
    DROP FUNCTION count_dropped();
    DROP FUNCTION count_emptied();
    DROP TABLE delivery_count`);
}
