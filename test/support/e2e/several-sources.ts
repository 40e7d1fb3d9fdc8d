/**
 * A province with three systems of its own, each behind an address that a test can cut, stall and mend.
 * Guarantees: no dossier is in two of them unless a test puts it there; the main one is `sql`, the others are
 * `dat-dai` and `y-te`.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProvinceDatabase } from '../../../src/simulator/province/create-province-database.ts';
import { makeProvince, type ProvinceDossier } from '../../../src/simulator/province/make-province.ts';
import type { ProvinceDatabase } from '../../../src/simulator/province/province-database.ts';
import { freshDatabase } from '../services.ts';
import { proxyTo } from '../services-proxy.ts';
import type { Settings } from './command.ts';
import { SHIPPED_MAPPINGS } from './shipped-mappings.ts';
import type { ProvinceHome } from './world.ts';

/** Their names, the main one first. */
export const SYSTEMS = ['sql', 'dat-dai', 'y-te'] as const;
/** One of {@link SYSTEMS}. */
export type SystemName = (typeof SYSTEMS)[number];

/** One system. */
export interface ProvinceSystem {
  readonly dossiers: readonly ProvinceDossier[];
  readonly database: ProvinceDatabase;
  readonly proxy: Awaited<ReturnType<typeof proxyTo>>;
}

const EACH = 8;
/** All of them have the views of the contract. */
const MAIN = readFileSync(join(SHIPPED_MAPPINGS, 'source.yaml'), 'utf8');

/** See the head of this file. */
export class SeveralSources {
  readonly systems: Readonly<Record<SystemName, ProvinceSystem>>;
  readonly folder: string;
  readonly #drops: readonly (() => Promise<void>)[];

  private constructor(
    systems: Readonly<Record<SystemName, ProvinceSystem>>,
    folder: string,
    drops: readonly (() => Promise<void>)[],
  ) {
    this.systems = systems;
    this.folder = folder;
    this.#drops = drops;
  }

  static async open(): Promise<SeveralSources> {
    const province = makeProvince({ dossiers: EACH * SYSTEMS.length, faulty: 0, seed: 11, now: new Date() });
    const all = [...province.dossiers()];
    const drops: (() => Promise<void>)[] = [];
    const make = async (index: number): Promise<ProvinceSystem> => {
      const { url, drop } = await freshDatabase();
      drops.push(drop);
      const dossiers = all.slice(index * EACH, (index + 1) * EACH);
      return { dossiers, database: await createProvinceDatabase(url, dossiers), proxy: await proxyTo(url) };
    };
    const [sql, land, health] = await Promise.all([make(0), make(1), make(2)]);
    const folder = mkdtempSync(join(tmpdir(), 'dongbo-sources-'));
    cpSync(SHIPPED_MAPPINGS, folder, { recursive: true });
    const several = new SeveralSources({ sql, 'dat-dai': land, 'y-te': health }, folder, drops);
    for (const name of ['dat-dai', 'y-te']) several.describe(name, '');
    return several;
  }

  /** Writes the file of a further source. */
  describe(name: string, more: string): void {
    mkdirSync(join(this.folder, 'source.d'), { recursive: true });
    writeFileSync(join(this.folder, 'source.d', `${name}.yaml`), `kind: sql\n${more}${MAIN}`);
  }

  /** The main one as tests with one source have it. */
  get home(): ProvinceHome {
    const { dossiers, database, proxy } = this.systems.sql;
    return {
      dossiers,
      database,
      url: proxy.url,
      expectations: () => this.expectations(['sql']),
      close: () => this.close(),
    };
  }

  /** Addresses of the further ones, and where all are described. */
  get settings(): Settings {
    return {
      MAPPINGS_DIR: this.folder,
      SOURCE_DAT_DAI_URL: this.systems['dat-dai'].proxy.url,
      SOURCE_Y_TE_URL: this.systems['y-te'].proxy.url,
      SOURCE_CDC: 'poll',
      LANGUAGE_CODE: 'en',
    };
  }

  /** What must become of the dossiers of these systems. */
  expectations(names: readonly SystemName[] = SYSTEMS) {
    return names.flatMap((name) => this.systems[name].dossiers.map(({ expectation }) => expectation));
  }

  async close(): Promise<void> {
    for (const { database, proxy } of Object.values(this.systems)) {
      await database.close();
      await proxy.close();
    }
    await Promise.all(this.#drops.map((drop) => drop()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
