/** One sweep in a process of its own, as the daemon does it; tells seconds and memory as one line of JSON. */
import { DEFAULT_SOURCE_MAP } from '../../src/codebook/source-map/default-source-map.ts';
import { sourceMapHash } from '../../src/codebook/source-map/source-map-hash.ts';
import { GO_ON } from '../../src/domain/crash-points.ts';
import type { Queue } from '../../src/domain/ports.ts';
import { openDatabase } from '../../src/ledger/database.ts';
import { sweep } from '../../src/pipeline/sweep.ts';
import { Turns } from '../../src/pipeline/turns.ts';
import { createSqlSource } from '../../src/source/sql/create-sql-source.ts';
import { shippedCodebook } from '../../test/unit/simulator/shipped-codebook.ts';

const [province = '', ours = ''] = process.argv.slice(2);
const ledger = openDatabase({ url: ours, max: 4, name: 'bench', onIdleError: () => undefined });
const source = createSqlSource({ url: province, pageSize: 1_000 }, DEFAULT_SOURCE_MAP);
try {
  const began = performance.now();
  const report = await sweep(
    {
      source,
      turns: new Turns(),
      sourceName: 'sql',
      mapHash: sourceMapHash(DEFAULT_SOURCE_MAP),
      names: ['sql', ''],
      outranked: [],
      keyIsCode: true,
      pageSize: 1_000,
      ledger,
      queue: { enqueue: async () => {} } as unknown as Queue,
      codebook: shippedCodebook(),
      normalize: { fileBaseUrl: 'https://motcua.tinhmau.example/tep/', holdPolicy: 'part' },
      batchSize: 50,
      reached: GO_ON,
      now: () => Date.now(),
    },
    { believe: false },
    new AbortController().signal,
  );
  const seconds = (performance.now() - began) / 1000;
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const processor = (userCPUTime + systemCPUTime) / 1_000_000;
  process.stdout.write(JSON.stringify({ ...report, seconds, processor, rssMb: maxRSS / 1024 }));
} finally {
  await source.close();
  await ledger.close();
}
