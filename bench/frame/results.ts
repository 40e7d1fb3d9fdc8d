/**
 * The file of results: `bench/results/<date>.json`.
 * Guarantees: sections that were measured on one day stand in one file, each with the commit and the moment of its own
 * measuring; a section measured again replaces itself and nothing else.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import type { BenchOptions, SectionResult } from './section.ts';

const SOURCES = join(import.meta.dirname, '../..');
/** `BENCH_RESULTS` names another folder, for who only tries the bench. */
const FOLDER = process.env.BENCH_RESULTS || join(SOURCES, 'bench/results');

interface Results {
  readonly sections: Readonly<Record<string, object>>;
}

/** Of the sources that were measured; '' where they are under no version control. */
function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: SOURCES, encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

/** Processor, memory, Node. */
function machine(): object {
  const [{ model } = { model: '' }, ...more] = cpus();
  return {
    processor: model,
    cores: 1 + more.length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}

/** Writes down what `name` found; answers the path. */
export async function keepResult(
  name: string,
  { size, runs, seed, latencyMs }: BenchOptions,
  result: SectionResult,
): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const at = new Date();
  const path = join(FOLDER, `${at.toISOString().slice(0, 10)}.json`);
  const before = existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Results) : { sections: {} };
  const measured = { at, commit: commit(), machine: machine(), options: { size, runs, seed, latencyMs } };
  const sections = { ...before.sections, [name]: { ...measured, ...result } };
  await writeFile(path, `${JSON.stringify({ sections }, null, 2)}\n`);
  return path;
}
