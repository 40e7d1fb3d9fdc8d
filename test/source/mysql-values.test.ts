/** What only MySQL and MariaDB have: zero dates, small numbers for yes and no, bits, old character sets, TLS of their own. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { sourceFacts } from '../../src/source/sql/source-facts.ts';
import { type Certificates, makeCertificates } from '../support/certificates.ts';
import { describeWithMariaDb, freshMariaDb, type MariaDb, ownMariaDb } from '../support/own-mariadb.ts';
import { dossiersFrom } from '../support/source-maps.ts';
import { contractTables, dossierRows } from './either-database.ts';
import { failureOf, readAll } from './sql-reading.ts';

const on = { system: 'MariaDB' } as const;

describeWithMariaDb('values of MySQL and MariaDB', () => {
  let database: MariaDb;
  beforeAll(async () => {
    database = await freshMariaDb();
    const types = {
      'dongbo_ho_so.da_xoa': 'bit(1)',
      'dongbo_ho_so.ma_ho_so': 'varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci',
      'dongbo_ho_so.cap_nhat_luc': 'timestamp(3) NULL',
      'dongbo_ho_so.ngay_nop': 'datetime',
      'dongbo_ho_so.ngay_hen_tra': 'date',
      'dongbo_ho_so.so_dinh_danh': 'decimal(30,10)',
      'dongbo_ho_so.ghi_chu': 'text CHARACTER SET latin1',
      'dongbo_tien_do.ma_ho_so': 'char(40) CHARACTER SET latin1 COLLATE latin1_bin',
    };
    await database.run(...contractTables(on, { types }));
  });
  afterAll(() => database.drop());

  it('come as the texts that the server has; a zero date is none', async () => {
    await database.run(
      `INSERT INTO dongbo_ho_so (ma_ho_so, cap_nhat_luc, xac_thuc_vneid, da_xoa, ngay_nop, ngay_tiep_nhan, ngay_hen_tra, so_dinh_danh, chu_ho_so, ghi_chu)
       VALUES ('A', '2026-01-01 08:00:00.125', 1, b'1', '0000-00-00 00:00:00', '2026-01-01 07:30:15.000001', '0000-00-00', 12345678901234567890.0123456789, 'Nguyễn 😀', 'café'),
              ('B', '2026-01-01 08:00:00.126', 0, b'0', '1900-01-01 00:00:00', NULL, '2026-02-01', NULL, '', NULL)`,
      `INSERT INTO dongbo_tien_do (ma_ho_so, id, noi_dung) VALUES ('A', '1', 'Tiếp nhận')`,
    );
    const source = createSqlSource({ url: database.url, pageSize: 10 }, DEFAULT_SOURCE_MAP);
    const { dossiers } = await source.readPage(null);
    await source.close();
    const [a, b] = dossiers;
    expect(a).toMatchObject({
      key: 'A',
      changedAt: '2026-01-01T08:00:00.125+07:00',
      fields: {
        vneidVerified: '1',
        deleted: '1',
        submittedAt: null,
        receivedAt: '2026-01-01 07:30:15.000001',
        dueAt: null,
        ownerIdNumber: '12345678901234567890.0123456789',
        ownerName: 'Nguyễn 😀',
        note: 'café',
      },
      steps: [{ id: '1', content: 'Tiếp nhận' }],
    });
    expect(b?.fields).toMatchObject({
      vneidVerified: '0',
      deleted: '0',
      submittedAt: '1900-01-01 00:00:00',
      dueAt: '2026-02-01',
      ownerName: '',
    });
  });

  it('a zero date as time of change stops nothing: the row goes on without one', async () => {
    await database.run(
      'CREATE TABLE khong_gio LIKE dongbo_ho_so',
      'ALTER TABLE khong_gio MODIFY cap_nhat_luc datetime',
      `INSERT INTO khong_gio (ma_ho_so, cap_nhat_luc) VALUES ('Z1', '0000-00-00 00:00:00'), ('Z2', '0000-00-00 00:00:00'), ('N', '2026-01-01 08:00:00')`,
    );
    const source = createSqlSource({ url: database.url, pageSize: 1 }, dossiersFrom('khong_gio'));
    expect((await readAll(source)).keys).toEqual(['Z1', 'Z2', 'N']);
    expect((await source.readPage(null)).dossiers.map(({ changedAt }) => changedAt)).toEqual([null]);
    await source.close();
  });

  it('an account that may only read is told as one', async () => {
    const name = `reader_${process.pid}`;
    const schema = new URL(database.url).pathname.slice(1);
    await database.run(
      `CREATE USER ${name}@'127.0.0.1' IDENTIFIED BY 'rat-mat'`,
      `GRANT SELECT ON \`${schema.replaceAll('_', '\\_')}\`.* TO ${name}@'127.0.0.1'`,
    );
    const url = new URL(database.url);
    [url.username, url.password] = [name, 'rat-mat'];
    expect(await sourceFacts(url.href, DEFAULT_SOURCE_MAP, 10_000)).toMatchObject({
      superuser: false,
      writable: [],
    });
    await database.run(`GRANT DELETE ON dongbo_le_phi TO ${name}@'127.0.0.1'`);
    expect((await sourceFacts(url.href, DEFAULT_SOURCE_MAP, 10_000)).writable).toEqual(['dongbo_le_phi']);
    url.password = 'sai';
    const error = await failureOf(sourceFacts(url.href, DEFAULT_SOURCE_MAP, 10_000));
    expect([error.code, error.exitCode]).toEqual(['DB-SRC-002', 78]);
    expect(JSON.stringify([error.message, error.params])).not.toContain('rat-mat');
    await database.run(`DROP USER ${name}@'127.0.0.1'`);
  });

  it('a column that cannot be computed is told without the value it stumbled over', async () => {
    await database.run(
      `CREATE FUNCTION kho() RETURNS varchar(20) NO SQL BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'Nguyễn Thị Kín'; RETURN 1; END`,
      'CREATE VIEW hong AS SELECT d.*, kho() AS loi FROM dongbo_ho_so d',
    );
    const source = createSqlSource(
      { url: database.url, pageSize: 10 },
      dossiersFrom('hong', { note: 'loi' }),
    );
    const error = await failureOf(source.readPage(null));
    await source.close();
    expect([error.code, error.params.state]).toEqual(['DB-SRC-005', '45000, 1644']);
    expect(JSON.stringify([error.message, error.params, error.cause])).not.toContain('Kín');
  });
});

describeWithMariaDb('TLS to MySQL and MariaDB', () => {
  let certificates: Certificates;
  afterAll(() => certificates?.remove());

  it('verifies chain and host as soon as an authority is named, and says what does not hold', async () => {
    certificates = await makeCertificates();
    const { ca, otherCa, server } = certificates;
    const own = await ownMariaDb([
      `--ssl-cert=${server.certFile}`,
      `--ssl-key=${server.keyFile}`,
      `--ssl-ca=${ca.certFile}`,
    ]);
    try {
      const database = await own.database();
      await database.run(
        ...contractTables(on),
        dossierRows(['A', '2026-01-01 08:00:00']),
        "CREATE VIEW cipher AS SELECT d.*, (SELECT variable_value FROM information_schema.session_status WHERE variable_name = 'Ssl_cipher') AS ma FROM dongbo_ho_so d",
      );
      const reading = async (
        parameters: string,
        url = database.url.replace('127.0.0.1', 'localhost'),
      ): Promise<string> => {
        const source = createSqlSource(
          { url: `${url}?${parameters}`, pageSize: 1 },
          dossiersFrom('cipher', { note: 'ma' }),
        );
        try {
          const { dossiers } = await source.readPage(null);
          return dossiers[0]?.fields.note === '' ? 'plain' : 'encrypted';
        } finally {
          await source.close();
        }
      };
      expect(await reading('')).toBe('plain');
      expect(await reading(`ssl-ca=${ca.certFile}`)).toBe('encrypted');
      expect(await reading('ssl-mode=required')).toBe('encrypted');
      expect((await failureOf(reading(`ssl-ca=${otherCa.certFile}`))).code).toBe('DB-TLS-001');
      expect((await failureOf(reading('ssl-mode=VERIFY_IDENTITY'))).code).toBe('DB-TLS-001');
      // By its address nobody can say whose certificate it should be.
      const byAddress = database.url;
      expect((await failureOf(reading(`ssl-ca=${ca.certFile}`, byAddress))).code).toBe('DB-SRC-008');
      expect(await reading(`ssl-ca=${ca.certFile}&ssl-mode=VERIFY_CA`, byAddress)).toBe('encrypted');
    } finally {
      await own.close();
    }
  }, 60_000);
});
