/**
 * The alert rules that are shipped, and promtool over them.
 * Guarantees: files are read as they lie in deploy/prometheus; promtool works in a folder of its own.
 * Must not: know what an alert is for.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse, stringify } from 'yaml';

export const FOLDER = resolve(import.meta.dirname, '../../../deploy/prometheus');
export const TEST_FILES = ['dongbo.rules.test.yml', 'dongbo-hours.rules.test.yml'] as const;

/** A rule, as far as tests look at it. */
export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** One case of a test file; its name begins with the alert, then `fires` or `silent`. */
export interface Case {
  readonly name: string;
  readonly promql_expr_test: readonly { readonly exp_samples: readonly { readonly labels: string }[] }[];
}

interface CaseFile {
  readonly evaluation_interval: string;
  readonly tests: readonly Case[];
}

const read = (name: string): unknown => parse(readFileSync(join(FOLDER, name), 'utf8'));

/** Every rule of `dongbo.rules.yml`, in order. */
export function rules(): readonly Rule[] {
  return (read('dongbo.rules.yml') as { groups: readonly { rules: readonly Rule[] }[] }).groups.flatMap(
    (group) => group.rules,
  );
}

/** Cases by file. */
export function caseFiles(): readonly CaseFile[] {
  return TEST_FILES.map((name) => read(name) as CaseFile);
}

/** Calls promtool in the folder of the rules; answers what it said where it failed, else ''. */
export function promtool(args: readonly string[], folder = FOLDER): Promise<string> {
  return new Promise((done) => {
    execFile('promtool', [...args], { cwd: folder }, (error, stdout, stderr) =>
      done(error ? stdout + stderr || error.message : ''),
    );
  });
}

/** Holds `changed` to the cases of `alert` alone; answers '' when all of them pass. */
export async function tried(alert: string, changed: readonly Rule[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dongbo-rules-'));
  try {
    writeFileSync(
      join(folder, 'rules.yml'),
      stringify({ groups: [{ name: 'changed', interval: '30s', rules: changed }] }),
    );
    const files = caseFiles().flatMap(({ evaluation_interval, tests }, at) => {
      const own = tests.filter(({ name }) => name.startsWith(`${alert} `));
      const file = `${at}.yml`;
      if (own.length === 0) return [];
      writeFileSync(
        join(folder, file),
        stringify({ rule_files: ['rules.yml'], evaluation_interval, tests: own }),
      );
      return [file];
    });
    return await promtool(['test', 'rules', ...files], folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
