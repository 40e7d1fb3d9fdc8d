/** docs/metrics.md names every metric that is shown, with its type and labels, and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BREAKER_STATES } from '../../src/domain/breaker.ts';
import { DELIVERY_STATES } from '../../src/domain/delivery.ts';
import {
  figuresRegistry,
  type LedgerFigures,
  type QueueFigures,
} from '../../src/telemetry/ledger-figures.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import type { ProcessFigures } from '../../src/telemetry/process-figures.ts';
import { parseExposition } from '../support/exposition.ts';
import { ROOT } from './markdown.ts';

interface Told {
  readonly type: string;
  readonly labels: readonly string[];
}

function documented(): Map<string, Told> {
  const text = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
  const rows = [
    ...text.matchAll(/^\| `(dongbo_\w+)` +\| (\w+) +\| ([^|]*?) *\| ([^|]+?) *\| ([^|]+?) *\|$/gm),
  ];
  const told = new Map<string, Told>();
  for (const [, name = '', type = '', labels = ''] of rows) {
    if (told.has(name)) throw new Error(`twice: ${name}`);
    told.set(name, { type, labels: [...labels.matchAll(/`(\w+)`/g)].map(([, label = '']) => label).sort() });
  }
  return told;
}

const byState = Object.fromEntries(DELIVERY_STATES.map((state) => [state, 1])) as LedgerFigures['states'];
const LEDGER: LedgerFigures = {
  states: byState,
  steps: byState,
  incomplete: 1,
  oldestPendingSeconds: 1,
  lateBecauseOfSync: 1,
  dueSoonNotSynchronized: 5,
  lateSeconds: null,
  dueSoonSeconds: 900,
  factsDue: 6,
  factsFaulty: 2,
  held: new Map([['DB-DOS-004', 1]]),
  unmapped: new Map([['procedure', 1]]),
  sources: new Map([['sql', { cursorAgeSeconds: 1, lastRead: new Date(), oldestPendingSeconds: 1 }]]),
  catalogueAgeSeconds: 1,
  lastSuccess: new Map([['extract', new Date()]]),
  backup: { at: new Date(), regular: true },
  breakers: { live: BREAKER_STATES[0], backfill: BREAKER_STATES[0] },
  paused: { live: false, backfill: false },
  oldestLiveSeconds: 1,
  pending: { live: 1, backfill: 1 },
  drift: new Map([['changed', 1]]),
  sweeps: new Map([['sql', { swept: 1000, changed: 2, vanished: 1 }]]),
  bytes: 1,
};
const JOBS = { waiting: 1, active: 1, delayed: 1, failed: 1 };
const QUEUE: QueueFigures = { live: JOBS, backfill: JOBS };
const OWN: ProcessFigures = {
  idleSeconds: { live: 0, backfill: 0 },
  portalUp: true,
  sourcesUp: new Map([['sql', true]]),
  disks: new Map([['data', { freeBytes: 1, sizeBytes: 1 }]]),
  certificates: new Map([['ca', new Date()]]),
};

/** Everything that can be shown, shown once. */
async function shown(): Promise<Map<string, Told>> {
  const metrics = new Metrics('1.2.3');
  metrics.jobs(new Map([['extract', 10]]));
  metrics.job('extract', 5, true);
  metrics.extraction.knows(['sql']);
  metrics.feeds.wokeUp('sql');
  metrics.feeds.follows('sql', true);
  metrics.feeds.backlog('sql', { bytes: 1, endangered: false });
  metrics.drops.document('xml', 'taken');
  metrics.intake.request({ result: 'taken', durationMs: 1, counts: { stored: 1 } });
  metrics.batch('live', 5);
  metrics.settled('live', [{ kind: 'dossier', state: 'accepted', lagSeconds: 1 }]);
  metrics.records([{ service: 'login', outcome: 'accepted' }]);
  metrics.call({
    service: 'login',
    startedAt: new Date(),
    durationMs: 1,
    records: 0,
    outcome: 'accepted',
    httpStatus: 200,
    errorCode: '',
    message: '',
  });
  const { types, values } = parseExposition(await metrics.exposition(figuresRegistry(LEDGER, QUEUE, OWN)));
  return new Map(
    [...types].map(([name, type]) => {
      const sample = type === 'histogram' ? `${name}_count` : name;
      const series = [...values.keys()].find((key) => key.replace(/\{.*/, '') === sample) ?? '';
      return [name, { type, labels: [...series.matchAll(/(\w+)="/g)].map(([, label = '']) => label).sort() }];
    }),
  );
}

it('docs/metrics.md says what is shown, with type and labels', async () => {
  expect(Object.fromEntries(documented())).toEqual(Object.fromEntries(await shown()));
});
