/**
 * A database in the shape of OpenCPS, on PostgreSQL or MariaDB, filled with a made-up province.
 * Guarantees: tables and columns are those of the design document, spelled as Liferay's generator spells them; times
 * are by UTC's clock, as Liferay writes them; statuses are OpenCPS's words.
 * Must not: know how Dongbo reads it.
 */
import pg from 'pg';
import { readTime } from '../../src/normalize/read-time.ts';
import type { ProvinceDossier } from '../../src/simulator/province/make-province.ts';
import { freshMariaDb } from './own-mariadb.ts';
import { freshDatabase } from './services.ts';

/** Which system it runs on. */
export type OpenCpsEngine = 'PostgreSQL' | 'MariaDB';

/** See the file's head. */
export interface OpenCps {
  readonly url: string;
  run(sql: string): Promise<void>;
  close(): Promise<void>;
}

type Kind = 'id' | 'word' | 'text' | 'time' | 'flag' | 'number' | 'amount';
type Value = string | number | boolean | null;

const TYPES: Readonly<Record<OpenCpsEngine, Readonly<Record<Kind, string>>>> = {
  PostgreSQL: {
    id: 'bigint',
    word: 'varchar(255)',
    text: 'text',
    time: 'timestamp',
    flag: 'bool',
    number: 'integer',
    amount: 'bigint',
  },
  MariaDB: {
    id: 'BIGINT',
    word: 'VARCHAR(255)',
    text: 'LONGTEXT',
    time: 'DATETIME(6)',
    flag: 'TINYINT',
    number: 'INTEGER',
    amount: 'BIGINT',
  },
};

const TABLES = {
  opencps_dossier: {
    ...{
      dossierId: 'id',
      dossierNo: 'word',
      serviceCode: 'word',
      serviceName: 'text',
      govAgencyCode: 'word',
    },
    ...{ govAgencyName: 'word', applicantName: 'text', applicantIdType: 'word', applicantIdNo: 'word' },
    ...{
      contactName: 'word',
      contactTelNo: 'word',
      contactEmail: 'word',
      briefNote: 'text',
      dossierNote: 'text',
    },
    ...{ submitDate: 'time', receiveDate: 'time', dueDate: 'time', extendDate: 'time', releaseDate: 'time' },
    ...{ finishDate: 'time', cancellingDate: 'time', dossierStatus: 'word', dossierStatusText: 'word' },
    ...{
      dossierSubStatus: 'word',
      viaPostal: 'number',
      online: 'flag',
      original: 'flag',
      originality: 'number',
    },
    ...{ modifiedDate: 'time' },
  },
  opencps_dossierfile: {
    ...{ dossierFileId: 'id', dossierId: 'id', dossierPartNo: 'word', dossierPartType: 'number' },
    ...{
      fileTemplateNo: 'word',
      displayName: 'text',
      fileEntryId: 'id',
      removed: 'flag',
      modifiedDate: 'time',
    },
  },
  opencps_dossieraction: {
    ...{ dossierActionId: 'id', dossierId: 'id', actionUser: 'word', actionName: 'word', actionNote: 'text' },
    ...{ dossierStatus: 'word', createDate: 'time', dueDate: 'time' },
  },
  opencps_paymentfile: {
    ...{ paymentFileId: 'id', dossierId: 'id', paymentFee: 'text', paymentAmount: 'amount' },
    ...{ paymentStatus: 'number', confirmDatetime: 'time' },
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Kind>>>>;
type TableName = keyof typeof TABLES;
type RowOf<Name extends TableName> = Partial<Record<keyof (typeof TABLES)[Name], Value>>;

const INDEXES = [
  ['opencps_dossier', 'modifiedDate, dossierId'],
  ['opencps_dossierfile', 'dossierId'],
  ['opencps_dossierfile', 'modifiedDate'],
  ['opencps_dossieraction', 'dossierId'],
  ['opencps_dossieraction', 'createDate'],
  ['opencps_paymentfile', 'dossierId'],
] as const;

/** National status → the word that OpenCPS keeps. */
export const STATUS_WORDS: Readonly<Record<string, string>> = {
  '1': 'new',
  '2': 'receiving',
  '3': 'denied',
  '4': 'processing',
  '5': 'waiting',
  '6': 'paying',
  '7': 'cancelled',
  '8': 'unresolved',
  '9': 'releasing',
  '10': 'done',
};

function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return `'${value.replaceAll('\\', '').replaceAll("'", "''")}'`;
}

/** The statement that puts rows into a table. */
export function insertSql<Name extends TableName>(table: Name, rows: readonly RowOf<Name>[]): string {
  const columns = Object.keys(TABLES[table]);
  const tuples = rows.map((row) => {
    const values: Readonly<Record<string, Value | undefined>> = row;
    return `(${columns.map((column) => literal(values[column] ?? null)).join(', ')})`;
  });
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${tuples.join(', ')}`;
}

/** A moment as Liferay writes it. */
export function liferayTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 23).replace('T', ' ');
}

/** Local time of a made-up row, in any of its forms, as Liferay writes it. */
function written(raw: string | null): string | null {
  const reading = readTime(raw);
  if (!reading.ok || reading.time === '') return null;
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(reading.time.replace(/\D/g, '')) ?? [];
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.map(Number);
  return liferayTime(Date.UTC(year, month - 1, day, hour - 7, minute, second));
}

/** The id of a made-up dossier. */
export const dossierIdOf = (index: number): number => 70_000 + index;

function dossierRow({ rows, expectation }: ProvinceDossier, index: number): RowOf<'opencps_dossier'> {
  const row = rows.dongbo_ho_so;
  return {
    dossierId: dossierIdOf(index),
    dossierNo: row.ma_ho_so,
    serviceCode: row.ma_tthc,
    serviceName: row.ten_tthc,
    govAgencyCode: row.ma_don_vi,
    govAgencyName: row.ten_don_vi,
    applicantName: row.chu_ho_so,
    applicantIdType: row.loai_dinh_danh === null ? 'business' : 'citizen',
    applicantIdNo: row.so_dinh_danh,
    contactTelNo: row.so_dien_thoai,
    contactEmail: row.email,
    briefNote: index % 3 === 0 ? '' : row.trich_yeu,
    dossierNote: row.ghi_chu,
    submitDate: written(row.ngay_nop),
    receiveDate: written(row.ngay_tiep_nhan),
    dueDate: written(row.ngay_hen_tra),
    releaseDate: written(row.ngay_ket_thuc),
    finishDate: written(row.ngay_tra),
    dossierStatus: STATUS_WORDS[expectation.status] ?? expectation.status,
    viaPostal: index % 3,
    online: row.xac_thuc_vneid === 'true',
    original: true,
    originality: 3,
    modifiedDate: liferayTime(Date.parse(row.cap_nhat_luc ?? '')),
  };
}

function fileRows({ rows }: ProvinceDossier, index: number): RowOf<'opencps_dossierfile'>[] {
  const at = liferayTime(Date.parse(rows.dongbo_ho_so.cap_nhat_luc ?? ''));
  const files = [
    ...rows.dongbo_thanh_phan.map((row) => ({ row, type: 1 })),
    ...rows.dongbo_ket_qua.map((row) => ({ row, type: 2 })),
  ].flatMap(({ row, type }) => {
    const links = (row.duong_dan ?? '').split('##');
    return links.map((link) => ({ row, type, attached: link !== '' }));
  });
  return files.map(({ row, type, attached }, position) => ({
    dossierFileId: dossierIdOf(index) * 100 + position,
    dossierId: dossierIdOf(index),
    dossierPartNo: `TP${position + 1}`,
    dossierPartType: type,
    fileTemplateNo: row.ma_giay_to,
    displayName: row.ten,
    fileEntryId: attached ? dossierIdOf(index) * 1000 + position : 0,
    removed: false,
    modifiedDate: at,
  }));
}

function actionRows({ rows, expectation }: ProvinceDossier, index: number): RowOf<'opencps_dossieraction'>[] {
  return rows.dongbo_tien_do.map((row, position) => ({
    dossierActionId: dossierIdOf(index) * 100 + position,
    dossierId: dossierIdOf(index),
    actionUser: row.nguoi_xu_ly,
    actionName: row.noi_dung,
    actionNote: position % 2 === 0 ? null : 'đúng hẹn',
    dossierStatus: STATUS_WORDS[expectation.stepStatuses[position] ?? ''] ?? '?',
    createDate: liferayTime(Date.parse(row.thoi_diem ?? '')),
  }));
}

function paymentRows({ rows }: ProvinceDossier, index: number): RowOf<'opencps_paymentfile'>[] {
  return rows.dongbo_le_phi.map((row, position) => ({
    paymentFileId: dossierIdOf(index) * 100 + position,
    dossierId: dossierIdOf(index),
    paymentFee: row.ten,
    paymentAmount: 15_000 + 1_000 * index,
    paymentStatus: 1,
  }));
}

/** Makes the database. */
export async function openCps(engine: OpenCpsEngine, dossiers: readonly ProvinceDossier[]): Promise<OpenCps> {
  const home = await (engine === 'PostgreSQL' ? onPostgres() : onMariaDb());
  const types = TYPES[engine];
  for (const [table, columns] of Object.entries(TABLES)) {
    const list = Object.entries<Kind>(columns).map(([column, kind], at) =>
      at === 0 ? `${column} ${types[kind]} PRIMARY KEY` : `${column} ${types[kind]}`,
    );
    await home.run(`CREATE TABLE ${table} (${list.join(', ')})`);
  }
  for (const [at, [table, columns]] of INDEXES.entries())
    await home.run(`CREATE INDEX IX_OPENCPS_${at} ON ${table} (${columns})`);
  await home.run(insertSql('opencps_dossier', dossiers.map(dossierRow)));
  await home.run(insertSql('opencps_dossierfile', dossiers.flatMap(fileRows)));
  await home.run(insertSql('opencps_dossieraction', dossiers.flatMap(actionRows)));
  await home.run(insertSql('opencps_paymentfile', dossiers.flatMap(paymentRows)));
  return home;
}

async function onPostgres(): Promise<OpenCps> {
  const database = await freshDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  return {
    url: database.url,
    run: async (sql) => {
      await client.query(sql);
    },
    close: async () => {
      await client.end();
      await database.drop();
    },
  };
}

async function onMariaDb(): Promise<OpenCps> {
  const database = await freshMariaDb();
  return {
    url: database.url,
    run: async (sql) => {
      await database.run(sql);
    },
    close: () => database.drop(),
  };
}
