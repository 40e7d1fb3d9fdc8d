/**
 * What a sweep finds that reading by time does not, on real databases: once with digests made by the source's
 * own server, once by reading everything.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DongboError } from '../../src/domain/errors.ts';
import { vanishedDossiers } from '../../src/ledger/vanished.ts';
import type { ProvinceDatabase } from '../source/either-database.ts';
import { describeWithMariaDb } from '../support/own-mariadb.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import { hoursLater, minutesAgo, type Remake, SweepWorld } from './sweep-world.ts';

const asItIs: Remake = (source) => source;
const withoutDigests: Remake = (source) => ({ ...source, digests: null });

describe('PostgreSQL, by digests', () => {
  sweeps('PostgreSQL', asItIs, true);
});
describe('PostgreSQL, by reading everything', () => {
  sweeps('PostgreSQL', withoutDigests, false);
});
describeWithMariaDb('MariaDB, by digests', () => {
  sweeps('MariaDB', asItIs, true);
});

describe('what happens while the digests are fetched', () => {
  let world: SweepWorld;
  let meanwhile: (() => Promise<void>) | null = null;
  beforeAll(async () => {
    world = await SweepWorld.open('PostgreSQL', (source) => {
      const { digests } = source;
      if (digests === null) throw new Error('no digests');
      const each: typeof digests.each = (take, signal) =>
        digests.each(async (page) => {
          // The snapshot is there by now.
          const happens = meanwhile;
          meanwhile = null;
          await happens?.();
          await take(page);
        }, signal);
      return { ...source, digests: { ...digests, each } };
    });
  });
  beforeEach(async () => {
    await world.empty();
    await world.fill(7);
    await world.extract();
  });
  afterAll(() => world.close());
  const subject = (text: string) => `UPDATE dongbo_ho_so SET trich_yeu = '${text}' WHERE ma_ho_so = 'H-3'`;

  test('a change that only the reading sees is taken in, and taken back when it is', async () => {
    meanwhile = () => world.sql(subject('y'));
    expect(await world.sweep()).toMatchObject({ takenIn: 1, untimed: 1 });
    await world.sql(subject('x'));
    expect(await world.sweep()).toMatchObject({ reread: 1, takenIn: 1, untimed: 1 });
    expect(await world.row('H-3')).toMatchObject({ fields: { subject: 'x' } });
  });

  test('a change behind the back of its digest is seen by the next sweep', async () => {
    await world.sweep();
    meanwhile = () => world.sql(subject('y'));
    expect(await world.sweep()).not.toHaveProperty('takenIn');
    expect(await world.sweep()).toMatchObject({ takenIn: 1, untimed: 1 });
  });

  test('what is read by its time meanwhile is neither taken back nor gone', async () => {
    await world.sweep();
    meanwhile = async () => {
      await world.sql(
        `UPDATE dongbo_ho_so SET trich_yeu = 'y', cap_nhat_luc = '${minutesAgo(0)}' WHERE ma_ho_so = 'H-3'`,
        `INSERT INTO dongbo_ho_so (ma_ho_so, ma_tthc, ma_don_vi, kenh, trang_thai, cap_nhat_luc)
         VALUES ('H-8', '1.001193', 'H19.12', '1', '2', '${minutesAgo(0)}')`,
      );
      await world.extract();
    };
    expect(await world.sweep()).toEqual({ swept: 7, reread: 1, complete: true });
    expect(await world.row('H-3')).toMatchObject({ fields: { subject: 'y' } });
    expect(await world.vanished()).toEqual([]);
    expect(await world.sweep()).toEqual({ swept: 8, reread: 1, complete: true });
  });

  test('a failure of the ledger is none of the source, and ends the sweep', async () => {
    const broken = new Error('of the ledger');
    meanwhile = () => Promise.reject(broken);
    await expect(world.sweep()).rejects.toBe(broken);
    expect(await world.sweep()).toMatchObject({ swept: 7, complete: true });
  });
});

describe('a listing that passes over what moves while it is read', () => {
  let world: SweepWorld;
  let passesOver: readonly string[] = [];
  beforeAll(async () => {
    world = await SweepWorld.open('PostgreSQL', (source) => ({
      ...source,
      digests: null,
      readKeys: async () => [],
      async readPage(position, feed) {
        const { dossiers, ...page } = await source.readPage(position, feed);
        const skipped = passesOver;
        if (page.end) passesOver = [];
        return { ...page, dossiers: dossiers.filter(({ key }) => !skipped.includes(key)) };
      },
    }));
  });
  beforeEach(async () => {
    await world.empty();
    await world.fill(7);
    await world.extract();
  });
  afterAll(() => world.close());

  test('is read once more before anything counts as gone, and what is gone is', async () => {
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'H-5'`);
    passesOver = ['H-3'];
    const swept = await world.sweep({ deps: { keyIsCode: false } });
    expect(swept).toMatchObject({ swept: 5, vanished: 1, complete: true });
    expect(await world.vanished()).toEqual(['H-5']);
  });

  test('is read once where all was seen', async () => {
    expect(await world.sweep({ deps: { keyIsCode: false } })).toEqual({
      swept: 7,
      reread: 7,
      complete: true,
    });
  });
});

function sweeps(system: ProvinceDatabase['system'], remake: Remake, digested: boolean): void {
  let world: SweepWorld;
  beforeAll(async () => {
    world = await SweepWorld.open(system, remake);
  });
  beforeEach(async () => {
    await world.empty();
    await world.fill(7);
    await world.extract();
  });
  afterAll(() => world.close());

  /** What a sweep tells when all is well, and so many were read whole. */
  const well = (swept: number, reread: number) => ({
    swept,
    ...((digested ? reread : swept) === 0 ? {} : { reread: digested ? reread : swept }),
    complete: true,
  });

  test('what is as the ledger has it is read whole at most once', async () => {
    expect(await world.sweep()).toEqual(well(7, 7));
    expect(await world.sweep()).toEqual(well(7, 0));
  });

  const CHANGES: readonly (readonly [string, string, (row: Record<string, unknown>) => unknown, unknown])[] =
    [
      [
        'the dossier',
        `UPDATE dongbo_ho_so SET trich_yeu = 'y'`,
        (row) => (row.fields as { subject: string }).subject,
        'y',
      ],
      ['a component', `UPDATE dongbo_thanh_phan SET ten = 'y'`, nameIn('components'), 'y'],
      ['a result', `UPDATE dongbo_ket_qua SET ten = 'y'`, nameIn('results'), 'y'],
      ['a step', `UPDATE dongbo_tien_do SET nguoi_xu_ly = 'y'`, partOf('steps', 'processor'), 'y'],
      ['a fee', `UPDATE dongbo_le_phi SET so_tien = 6000`, partOf('fees', 'amount'), '6000.00'],
      ['a supplement', `UPDATE dongbo_bo_sung SET noi_dung = 'y'`, partOf('supplements', 'content'), 'y'],
      ['a part that is gone', `DELETE FROM dongbo_thanh_phan`, (row) => row.components, []],
      ['absent in the place of empty', `UPDATE dongbo_le_phi SET ten = NULL`, partOf('fees', 'name'), null],
      [
        'empty in the place of absent',
        `UPDATE dongbo_tien_do SET phong_ban = ''`,
        partOf('steps', 'department'),
        '',
      ],
      [
        'a blank in the place of empty',
        `UPDATE dongbo_tien_do SET phong_ban = ' '`,
        partOf('steps', 'department'),
        ' ',
      ],
    ];

  test.each(CHANGES)('%s that changed without its time is taken in', async (_, sql, look, value) => {
    await world.sweep();
    await world.sql(`${sql} WHERE ma_ho_so = 'H-3'`);
    await world.extract();
    expect(look((await world.row('H-3')) ?? {})).not.toEqual(value);
    expect(await world.sweep()).toEqual({ ...well(7, 1), takenIn: 1, untimed: 1 });
    expect(look((await world.row('H-3')) ?? {})).toEqual(value);
    expect(await world.sweep()).toEqual(well(7, 0));
  });

  test('what changes and changes back is seen both times', async () => {
    await world.sweep();
    for (const subject of ['y', 'x', 'y', 'x']) {
      await world.sql(`UPDATE dongbo_ho_so SET trich_yeu = '${subject}' WHERE ma_ho_so = 'H-3'`);
      expect(await world.sweep()).toMatchObject({ takenIn: 1, untimed: 1 });
    }
    await world.sql(`UPDATE dongbo_ho_so SET trich_yeu = 'y', cap_nhat_luc = now() WHERE ma_ho_so = 'H-3'`);
    await world.extract();
    await world.sql(`UPDATE dongbo_ho_so SET trich_yeu = 'x' WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep()).toMatchObject({ takenIn: 1, untimed: 1 });
    expect(await world.row('H-3')).toMatchObject({ fields: { subject: 'x' } });
  });

  test('what reading by time had passed is taken in, what it has yet to come to is not told as missed', async () => {
    await world.sql(
      `UPDATE dongbo_ho_so SET trich_yeu = 'y', cap_nhat_luc = '${minutesAgo(1)}' WHERE ma_ho_so = 'H-7'`,
    );
    await world.extract();
    await world.sql(
      `INSERT INTO dongbo_ho_so (ma_ho_so, ma_tthc, ma_don_vi, kenh, trang_thai, cap_nhat_luc) VALUES
       ('H-8', '1.001193', 'H19.12', '1', '2', '${minutesAgo(1440)}'), ('H-9', '1.001193', 'H19.12', '1', '2', '${minutesAgo(0)}')`,
    );
    expect(await world.sweep()).toEqual({ ...well(9, 9), takenIn: 2, missed: 1 });
    expect([await world.row('H-8'), await world.row('H-9')]).not.toContain(null);
  });

  test('a code that changed is another dossier, and the old one has vanished; both ways', async () => {
    await world.sweep();
    await world.sql(`UPDATE dongbo_ho_so SET ma_ho_so = 'N-3' WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep()).toMatchObject({ takenIn: 1, vanished: 1 });
    expect(await world.vanished()).toEqual(['H-3']);
    await world.sql(`UPDATE dongbo_ho_so SET ma_ho_so = 'H-3' WHERE ma_ho_so = 'N-3'`);
    expect(await world.sweep()).toMatchObject({ vanished: 1, back: 1 });
    expect(await world.vanished()).toEqual(['N-3']);
  });

  test('what vanished is told with what the portal has of it, once, and nothing else is done to it', async () => {
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so IN ('H-2', 'H-5')`);
    const before = await world.row('H-2');
    expect(await world.sweep()).toMatchObject({ swept: 5, vanished: 2 });
    const [told] = await vanishedDossiers(world.ledger.db, 10);
    expect(told).toMatchObject({ dossier: 'H-2', source: 'sql', acceptedAt: null });
    expect(await world.sweep()).not.toHaveProperty('vanished');
    expect(await world.vanished()).toEqual(['H-2', 'H-5']);
    expect(await world.row('H-2')).toEqual(before);
  });

  test('one that is read again has not vanished, before any sweep sees it', async () => {
    await world.sql(`UPDATE dongbo_ho_so SET ma_ho_so = 'N-3' WHERE ma_ho_so = 'H-3'`);
    await world.sweep();
    await world.sql(
      `UPDATE dongbo_ho_so SET ma_ho_so = 'H-3', trich_yeu = 'z', cap_nhat_luc = now() WHERE ma_ho_so = 'N-3'`,
    );
    await world.extract();
    expect(await world.vanished()).toEqual([]);
  });

  test('one that the source had marked as deleted was to go', async () => {
    await world.sql(`UPDATE dongbo_ho_so SET da_xoa = 'true', cap_nhat_luc = now() WHERE ma_ho_so = 'H-3'`);
    await world.extract();
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep()).not.toHaveProperty('vanished');
  });

  test('one that was pruned may go, and is no change while it is there', async () => {
    await world.sweep();
    await world.ledger.db.query(
      `UPDATE dossier SET pruned_at = now(), source_row = source_row::jsonb || '{"steps": []}'`,
    );
    expect(await world.sweep()).toEqual(well(7, 0));
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep()).not.toHaveProperty('vanished');
  });

  test('a source that answers with nothing is not believed, until a person says so', async () => {
    await world.sql('TRUNCATE dongbo_ho_so');
    const refused = await world.sweep().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(DongboError);
    expect(refused).toMatchObject({ code: 'DB-SWP-001' });
    expect(await world.vanished()).toEqual([]);
    expect(await world.sweep({ believe: true })).toMatchObject({ vanished: 7 });
  });

  test('nor one that lacks more than a hundred and a tenth of what it has given', async () => {
    await world.empty();
    await world.fill(300);
    await world.extract();
    await world.sql(`DELETE FROM dongbo_ho_so WHERE cap_nhat_luc <= '${hoursLater(100)}'`);
    expect(await world.sweep()).toMatchObject({ vanished: 100 });
    await world.sql(`DELETE FROM dongbo_ho_so WHERE cap_nhat_luc <= '${hoursLater(201)}'`);
    await expect(world.sweep()).rejects.toMatchObject({ code: 'DB-SWP-001' });
    expect(await world.vanished()).toHaveLength(100);
  });

  test('a sweep that is cut short notes nobody as vanished, and the next one goes to the end', async () => {
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'H-3'`);
    const stop = new AbortController();
    const cut = await world.sweep({ signal: stop.signal, deps: { onProgress: () => stop.abort() } });
    expect(cut).not.toHaveProperty('vanished');
    expect(cut).toMatchObject({ complete: false });
    expect(await world.sweep()).toMatchObject({ swept: 6, vanished: 1, complete: true });
  });

  test('rows without code or time are swept as they are read', async () => {
    await world.sql(
      `INSERT INTO dongbo_ho_so (ma_ho_so, ma_tthc, trich_yeu, cap_nhat_luc) VALUES (' ', 'a', 'one', now()), (NULL, 'a', 'two', now())`,
      `UPDATE dongbo_ho_so SET cap_nhat_luc = NULL WHERE ma_ho_so = 'H-1'`,
      `UPDATE dongbo_ho_so SET cap_nhat_luc = '9999-12-31' WHERE ma_ho_so = 'H-2'`,
    );
    await world.extract();
    expect(await world.sweep()).toMatchObject({ swept: 9, complete: true });
    await world.sql(`UPDATE dongbo_ho_so SET trich_yeu = 'y' WHERE trich_yeu = 'x' AND ma_ho_so < 'H-3'`);
    expect(await world.sweep()).toMatchObject({ swept: 9, takenIn: 2 });
    expect(await world.vanished()).toEqual([]);
  });

  test('after a change of the map everything is read anew', async () => {
    await world.sweep();
    await world.changeMap(dossiersFrom('dongbo_ho_so', { subject: 'ghi_chu' }));
    await world.sql(`UPDATE dongbo_ho_so SET ghi_chu = 'g'`);
    expect(await world.sweep()).toMatchObject({ swept: 7, reread: 7, takenIn: 7 });
    expect(await world.row('H-3')).toMatchObject({ fields: { subject: 'g' } });
  });

  test('of several sources one leaves alone what another one gives', async () => {
    await world.ledger.db.query(`UPDATE dossier SET source = 'land' WHERE code = 'H-3'`);
    await world.sql(`UPDATE dongbo_ho_so SET trich_yeu = 'y' WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep({ deps: { outranked: ['land'] } })).not.toHaveProperty('takenIn');
    expect(await world.row('H-3')).toMatchObject({ fields: { subject: 'x' } });
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep({ deps: { outranked: ['land'] } })).not.toHaveProperty('vanished');
  });

  test('what its owner has no more goes on with who gives it, though both say the same of it', async () => {
    await world.sweep();
    await world.ledger.db.query(`UPDATE dossier SET source = 'land' WHERE code = 'H-3'`);
    await world.ledger.db.query(`INSERT INTO vanished SELECT id FROM dossier WHERE code = 'H-3'`);
    const behind = { outranked: ['land'] };
    expect(await world.sweep({ deps: behind })).toEqual({ ...well(7, 1), takenIn: 1 });
    expect(await world.vanished()).toEqual([]);
    await world.sql(`DELETE FROM dongbo_ho_so WHERE ma_ho_so = 'H-3'`);
    expect(await world.sweep({ deps: behind })).toMatchObject({ vanished: 1 });
  });

  test('what was seen is back, though the source is not believed about the rest', async () => {
    await world.empty();
    await world.fill(300);
    await world.extract();
    await world.ledger.db.query(`INSERT INTO vanished SELECT id FROM dossier WHERE code = 'H-300'`);
    await world.sql(`DELETE FROM dongbo_ho_so WHERE cap_nhat_luc <= '${hoursLater(101)}'`);
    await expect(world.sweep()).rejects.toMatchObject({ code: 'DB-SWP-001' });
    expect(await world.vanished()).toEqual([]);
  });
}

function partOf(list: string, field: string): (row: Record<string, unknown>) => unknown {
  return (row) => (row[list] as Record<string, unknown>[])[0]?.[field];
}

function nameIn(list: string): (row: Record<string, unknown>) => unknown {
  return partOf(list, 'name');
}
