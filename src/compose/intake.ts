/**
 * The intake of a house: where systems that push are listened to, and what is done with what they push.
 * Guarantees: listens where there is a source of the kind `intake`, and nowhere else; each push is taken in with the
 * codebook of its moment; the log has counts of it, and nothing that it carried.
 */
import { readFileSync } from 'node:fs';
import type { Config } from '../config.ts';
import { DongboError, reasonOf } from '../domain/errors.ts';
import { monotonicMs } from '../lifecycle.ts';
import type { ReadDeps } from '../pipeline/extract.ts';
import { pushReport, takeInPushed } from '../pipeline/intake.ts';
import type { Intake } from '../source/intake/intake-server.ts';
import { INTAKE_RESULTS, type IntakeSource, REQUEST_RESULTS } from '../source/intake/intake-settings.ts';
import { tokensOf } from '../source/intake/tokens.ts';
import type { IntakeMetrics } from '../telemetry/intake-metrics.ts';
import type { Logger } from '../telemetry/logger.ts';
import { IntakeLog } from './intake-log.ts';
import type { SourceInUse } from './sources.ts';

/** What a house gives for it. */
export interface IntakeHouse {
  readonly config: Config;
  readonly log: Logger;
  sources(): Promise<readonly SourceInUse[]>;
  takingIn(source: SourceInUse): Promise<ReadDeps>;
}

/** Listens; `null` where nobody pushes. Throws DB-INT-009, DB-CFG-001 (exit 78). */
export async function openIntake(house: IntakeHouse, metrics: IntakeMetrics): Promise<Intake | null> {
  const pushing = (await house.sources()).filter(({ definition: { kind } }) => kind === 'intake');
  if (pushing.length === 0) return null;
  const { config, log } = house;
  const sources = pushing.map((source) => intakeSource(house, source));
  assertApart(sources);
  metrics.begins(REQUEST_RESULTS, INTAKE_RESULTS);
  const told = new IntakeLog(log, monotonicMs);
  // Loaded where somebody pushes: every other command would wait for it in vain.
  const { startIntake } = await import('../source/intake/intake-server.ts');
  const intake = await startIntake({
    host: config.INTAKE_HOST,
    port: config.INTAKE_PORT,
    tls: tlsOf(config),
    maxBytes: config.INTAKE_MAX_BYTES,
    maxDossiers: config.INTAKE_MAX_DOSSIERS,
    concurrency: config.INTAKE_CONCURRENCY,
    sources,
    onRequest: (report) => {
      metrics.request(report);
      told.request(report);
    },
    onFailure: (error) => log.error('intake', { code: 'DB-SVC-007', reason: reasonOf(error) }),
  });
  log.info('intake listens', { where: intake.url });
  return intake;
}

function intakeSource(house: IntakeHouse, source: SourceInUse): IntakeSource {
  const { name, definition, outranked, settings } = source;
  return {
    name,
    tokens: tokensOf(settings.token ?? ''),
    map: definition.map,
    async take(dossiers) {
      const deps = await house.takingIn(source);
      const onNotEnqueued = (reason: string): void =>
        house.log.warn('pushed dossiers wait for recover', { where: name, reason });
      const outcomes = await takeInPushed({ ...deps, outranked, onNotEnqueued }, dossiers);
      deps.onPage?.(pushReport(outcomes));
      return outcomes;
    },
  };
}

/** By its token a request is told apart: each source needs one, and no two the same. */
function assertApart(sources: readonly IntakeSource[]): void {
  const faults = sources.flatMap(({ name, tokens }, index) => {
    const others = sources
      .slice(0, index)
      .filter((other) => other.tokens.some((token) => tokens.includes(token)));
    return [
      ...(tokens.length === 0 ? [`${name}: chưa có mã / has no token: SOURCE_…TOKEN`] : []),
      ...others.map((other) => `${name}, ${other.name}: trùng mã / the same token: SOURCE_…TOKEN`),
    ];
  });
  if (faults.length > 0) throw new DongboError('DB-CFG-001', { count: faults.length }, { details: faults });
}

function tlsOf({
  INTAKE_CERT_FILE: cert,
  INTAKE_KEY_FILE: key,
}: Config): { cert: string; key: string } | null {
  return cert === null || key === null
    ? null
    : { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') };
}
