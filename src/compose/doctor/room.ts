/**
 * What the checks share: settings, clock, and what is opened or asked once for all of them.
 * Guarantees: each service is opened by whichever check asks first; where it cannot be, the check that is named
 * for it tells why, and all others say that they were skipped for its sake.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { House } from '../../compose.ts';
import { type Config, needed } from '../../config.ts';
import type { Language } from '../../domain/errors.ts';
import type { PortalPresence } from '../../domain/ports.ts';
import type { Database } from '../../ledger/database.ts';
import { assertMigrated } from '../../ledger/migrate.ts';
import { once } from '../../lifecycle.ts';
import { lookAtPortal, type Presence } from '../../portal/presence-probe.ts';
import type { StatFs } from '../../telemetry/disk-room.ts';
import { readPem } from '../pem.ts';
import { type Finding, type Words, words } from './finding.ts';

/** A scheduled job as the doctor needs to know it. */
export interface KnownJob {
  readonly name: string;
  /** Milliseconds between two runs, the longest pause of its schedule; `null` = it never runs. */
  readonly periodMs: number | null;
}

/** What the doctor is given. */
export interface DoctorSettings {
  readonly house: House;
  readonly language: Language;
  /** Faults of the settings, a line each. */
  readonly faults: readonly string[];
  /** Settings that are wrong in themselves: what hangs on them is not looked at. */
  readonly faulty: ReadonlySet<string>;
  readonly jobs: readonly KnownJob[];
  /** How many file links are tried. */
  readonly links: number;
  readonly now: () => number;
  readonly statFs: StatFs;
  readonly signal: AbortSignal;
}

/** A check could not be made. */
export class Skip extends Error {
  readonly why: Words;

  constructor(why: Words) {
    super(why.en);
    this.name = 'Skip';
    this.why = why;
  }
}

const PROBE_MS = 10_000;

/** See the file's head. */
export class Room {
  readonly settings: DoctorSettings;
  readonly #present = once(() => this.#lookAtPortal());
  readonly #opened = once(() => this.#openLedger());

  constructor(settings: DoctorSettings) {
    this.settings = settings;
  }

  get config(): Config {
    return this.settings.house.config;
  }

  get house(): House {
    return this.settings.house;
  }

  /** Skips what hangs on settings whose names begin so and are wrong. */
  assertSound(...beginnings: readonly string[]): void {
    const { faulty } = this.settings;
    const name = [...faulty].find((one) => beginnings.some((beginning) => one.startsWith(beginning)));
    if (name !== undefined) throw new Skip(words(`thiết lập ${name} sai`, `setting ${name} is wrong`));
  }

  /** The ledger for the check that is named for it: throws why it cannot be had. */
  ownLedger(): Promise<Database> {
    return this.#opened();
  }

  /** The ledger for all others. */
  async ledger(): Promise<Database> {
    try {
      return await this.#opened();
    } catch (error) {
      if (error instanceof Skip) throw error;
      throw new Skip(words('không dùng được sổ', 'the ledger cannot be used'));
    }
  }

  /** The portal's server for the check that is named for it. */
  ownPresence(): Promise<Presence> {
    return this.#present();
  }

  /** The portal's server for all others. */
  async presence(): Promise<Presence> {
    try {
      return await this.#present();
    } catch (error) {
      if (error instanceof Skip) throw error;
      throw new Skip(words('không liên lạc được với Cổng', 'the portal cannot be reached'));
    }
  }

  /** The driver, for its session. Skips where it cannot be put together, which other checks tell. */
  async portal(): Promise<PortalPresence> {
    try {
      return await this.house.portal();
    } catch {
      throw new Skip(words('bảng ánh xạ có lỗi', 'the mapping tables are faulty'));
    }
  }

  async #openLedger(): Promise<Database> {
    this.assertSound('DATABASE_', 'DATA_');
    // An embedded one that is not there yet is not made by looking for it.
    const { DATABASE_URL, DATA_DIR } = this.config;
    if (DATABASE_URL === null && !existsSync(resolve(DATA_DIR)))
      throw new Skip(words('chưa có sổ', 'there is no ledger yet'));
    const { database } = await this.house.openedLedger();
    await assertMigrated(database);
    return database;
  }

  async #lookAtPortal(): Promise<Presence> {
    this.assertSound('PORTAL_');
    const { config } = this;
    if (config.PORTAL_BASE_URL === null)
      throw new Skip(words('PORTAL_BASE_URL chưa đặt', 'PORTAL_BASE_URL is not set'));
    const settings = {
      url: needed(config, 'PORTAL_BASE_URL'),
      ca: readPem('PORTAL_CA_FILE', config.PORTAL_CA_FILE),
      clientCert: readPem('PORTAL_CLIENT_CERT_FILE', config.PORTAL_CLIENT_CERT_FILE),
      clientKey: readPem('PORTAL_CLIENT_KEY_FILE', config.PORTAL_CLIENT_KEY_FILE),
      timeoutMs: PROBE_MS,
    };
    return lookAtPortal(settings, this.settings.signal);
  }
}

/** One check: never changes anything; what it throws becomes its finding. */
export interface Check {
  readonly name: string;
  readonly title: Words;
  /** Can be made without asking anybody outside this machine. */
  readonly offline?: boolean;
  /** Milliseconds after which it is given up; 15 s where absent. */
  readonly limitMs?: number;
  readonly run: (room: Room) => Promise<Finding>;
}
