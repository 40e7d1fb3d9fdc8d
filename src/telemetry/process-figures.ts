/**
 * What a process knows of itself and its machine, as gauges of one scrape.
 * Guarantees: nothing is asked of anybody; what is not known is absent.
 */
import type { Registry } from 'prom-client';
import { LANES, type Lane } from '../domain/delivery.ts';
import { add, one, type Row } from './gauge-rows.ts';

/** Room on the file system below a folder. */
export interface DiskRoom {
  readonly freeBytes: number;
  readonly sizeBytes: number;
}

/** Where room is looked for: the embedded PostgreSQL's folder; the folder that the process works in. */
export const DISK_PLACES = ['data', 'working'] as const;
/** See {@link DISK_PLACES}. */
export type DiskPlace = (typeof DISK_PLACES)[number];

/** Which certificate: ours, or the own CA of the portal's server. */
export type CertificateName = 'client' | 'ca';

/** See the file's head. */
export interface ProcessFigures {
  /** Seconds without progress though there is work; `null` in a process without workers. */
  readonly idleSeconds: Readonly<Record<Lane, number>> | null;
  /** Whether the last contact with the portal was good; `null` before the first. */
  readonly portalUp: boolean | null;
  /** Whether each source that this process has asked is there. */
  readonly sourcesUp: ReadonlyMap<string, boolean>;
  readonly disks: ReadonlyMap<DiskPlace, DiskRoom>;
  readonly certificates: ReadonlyMap<CertificateName, Date>;
}

/** Adds them. */
export function addProcess(registry: Registry, figures: ProcessFigures): void {
  const { idleSeconds, portalUp, sourcesUp, disks, certificates } = figures;
  const gauge = (name: string, help: string, rows: readonly Row[]): void => add(registry, name, help, rows);
  gauge(
    'worker_idle_seconds',
    'Seconds without progress of the worker though there is work; 0 = well',
    idleSeconds === null ? [] : LANES.map((lane) => [{ lane }, idleSeconds[lane]]),
  );
  gauge(
    'portal_session_up',
    '1 while the last contact with the portal was good',
    one(portalUp === null ? null : Number(portalUp)),
  );
  gauge(
    'source_up',
    '1 while the source answers; 0 = its last answer was an error, or it has been silent for a minute',
    [...sourcesUp].map(([source, up]) => [{ source }, Number(up)]),
  );
  gauge(
    'disk_free_bytes',
    'Free space for this process where it keeps files',
    [...disks].map(([place, { freeBytes }]) => [{ place }, freeBytes]),
  );
  gauge(
    'disk_size_bytes',
    'Size of that file system',
    [...disks].map(([place, { sizeBytes }]) => [{ place }, sizeBytes]),
  );
  gauge(
    'certificate_expires_timestamp_seconds',
    'When the certificate ends: the earliest of its file',
    [...certificates].map(([which, at]) => [{ which }, at.getTime() / 1000]),
  );
}
