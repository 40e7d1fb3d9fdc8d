/**
 * A Prometheus of a test's own that reads one process of Dongbo every second.
 * Guarantees: a port and a folder of its own, ended and removed by `stop`, ended with the test at the latest; the shipped rules are as they are, but
 * for their time: what has lasted for a second is an alert.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort, waitFor } from '../services.ts';
import { type Rule, rules } from './alert-rules.ts';

/** One series of an answer; `values` are pairs of a time in seconds and a number as text. */
export interface Result {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** A running one. */
export interface Prometheus {
  /** Asks `/api/v1/<path>`. Throws what Prometheus has against it. */
  ask<Data>(path: string, parameters: Readonly<Record<string, string>>): Promise<Data>;
  /** As a panel that shows the present. */
  query(expr: string): Promise<readonly Result[]>;
  /** As a panel that shows the last minute. */
  queryRange(expr: string): Promise<readonly Result[]>;
  stop(): Promise<void>;
}

const STEP_SECONDS = 1;

function hasty({ for: _, ...rule }: Rule): object {
  return rule;
}

/** Starts it over `target`, host and port of a /metrics. */
export async function prometheusOver(target: string, job: string): Promise<Prometheus> {
  const folder = mkdtempSync(join(tmpdir(), 'dongbo-prometheus-'));
  const port = await freePort();
  const every = `${STEP_SECONDS}s`;
  const config = {
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: [join(folder, 'rules.yml')],
    scrape_configs: [{ job_name: job, static_configs: [{ targets: [target] }] }],
  };
  writeFileSync(join(folder, 'prometheus.yml'), stringify(config));
  const groups = [{ name: 'hasty', interval: every, rules: rules().map(hasty) }];
  writeFileSync(join(folder, 'rules.yml'), stringify({ groups }));
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  // Should the test be killed, the pipe closes and the watcher ends the server.
  const watcher = spawn('/bin/sh', ['-c', 'cat > /dev/null; kill "$0"', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async (): Promise<void> => {
    watcher.kill('SIGKILL');
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://127.0.0.1:${port}`;
  const ask: Prometheus['ask'] = async <Data>(path: string, parameters: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${url}/api/v1/${path}?${new URLSearchParams(parameters)}`);
    const { status, data, error } = (await answer.json()) as { status: string; data: Data; error?: string };
    if (status !== 'success') throw new Error(`${JSON.stringify(parameters)}: ${error}`);
    return data;
  };
  const now = (): number => Date.now() / 1000;
  try {
    await waitFor(async () => child.exitCode !== null || (await fetch(`${url}/-/ready`)).ok, {
      timeoutMs: 30_000,
    });
    if (child.exitCode !== null) throw new Error(`prometheus: ${said}`);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ask,
    stop,
    async query(expr) {
      const { result } = await ask<{ result: (Pick<Result, 'metric'> & { value: [number, string] })[] }>(
        'query',
        {
          query: expr,
        },
      );
      return result.map(({ metric, value }) => ({ metric, values: [value] }));
    },
    async queryRange(expr) {
      const span = { start: String(now() - 60), end: String(now()), step: every };
      return (await ask<{ result: Result[] }>('query_range', { query: expr, ...span })).result;
    },
  };
}
