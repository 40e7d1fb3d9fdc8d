/**
 * A process of its own that takes one document in and says what it needed: to see that memory does not grow with
 * the document, and that whatever else the process does need not wait for it. Usage: take-large.ts FOLDER
 */
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { DEFAULT_SOURCE_MAP } from '../../../src/codebook/source-map/default-source-map.ts';
import { CONTRACT_SCHEMA } from '../../../src/source/xml/contract-schema.ts';
import { createXmlDrop } from '../../../src/source/xml/create-xml-drop.ts';

/**
 * The most memory that this program had. What the system tells of the process (maxRSS) begins, on Linux, with what the
 * one had that started it.
 */
function peakBytes(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1024;
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024;
}

const [dir = ''] = process.argv.slice(2);
const drop = createXmlDrop(
  { dir, pageSize: 1000, maxBytes: 1 << 30, schema: CONTRACT_SCHEMA },
  DEFAULT_SOURCE_MAP,
);
await drop.check();
const rss = process.memoryUsage.rss();
const started = performance.now();
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const report = await drop.take(async () => undefined, new AbortController().signal);
const seconds = (performance.now() - started) / 1000;
const grownMb = (peakBytes() - rss) / 1e6;
const blockedMs = delay.max / 1e6;
process.stdout.write(`${JSON.stringify({ ...report, seconds, grownMb, blockedMs })}\n`);
await drop.close();
