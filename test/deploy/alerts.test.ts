/**
 * The alert rules: each speaks when it must and only then, in both languages, with an entry in the runbook that
 * says what to do. With DONGBO_ALERT_MUTANTS=1 each rule is spoilt by a factor of ten in every place, too, and some
 * case must notice (minutes).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { anchorOf, ROOT } from '../docs/markdown.ts';
import { caseFiles, promtool, type Rule, rules, TEST_FILES, tried } from '../support/deploy/alert-rules.ts';
import { mutants } from '../support/deploy/rule-mutants.ts';
import { isHere } from '../support/deploy/tools.ts';

const alerts = rules().filter((rule): rule is Rule & { readonly alert: string } => rule.alert !== undefined);
const cases = caseFiles().flatMap(({ tests }) => tests);
const runbook = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
const figures = readFileSync(join(ROOT, 'docs/metrics.md'), 'utf8');
const canTry = isHere('promtool', 'prometheus', 'alerts are not tried');

describe.each(alerts.map((rule) => [rule.alert, rule] as const))(
  '%s',
  (alert, { annotations = {}, labels, expr }) => {
    it('says what is wrong in both languages, how grave it is, and where to read on', () => {
      expect(['page', 'ticket']).toContain(labels?.severity);
      for (const name of ['summary', 'description', 'summary_en', 'description_en']) {
        expect(annotations[name]?.length, name).toBeGreaterThan(15);
      }
      const entry = runbook.split(/^### /m).find((one) => one.startsWith(`${alert}\n`)) ?? '';
      expect(annotations.runbook).toBe(`docs/runbook.md#${anchorOf(alert)}`);
      for (const part of ['Dấu hiệu', 'Kiểm tra', 'Xử lý', 'Symptom', 'Check', 'Act']) {
        expect(entry).toContain(`- **${part}:**`);
      }
    });

    it('has a case in which it fires and one in which it must not', () => {
      const own = cases.map(({ name }) => name).filter((name) => name.startsWith(`${alert} `));
      expect(own.some((name) => name.startsWith(`${alert} fires`))).toBe(true);
      expect(own.some((name) => name.startsWith(`${alert} silent`))).toBe(true);
    });

    it('asks only for figures that are shown', () => {
      const named = (expr.match(/\bdongbo_[a-z_]+/g) ?? []).map((name) =>
        name.replace(/_(bucket|count|sum)$/, ''),
      );
      expect(named.filter((name) => !figures.includes(`\`${name}\``))).toEqual([]);
    });
  },
);

it('each entry of the runbook is of an alert that exists', () => {
  const named = [...runbook.matchAll(/^### (Dongbo\w+)$/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual([...new Set(alerts.map(({ alert }) => alert))].sort());
});

describe.runIf(canTry)('promtool', () => {
  it('takes the rules', async () => {
    expect(await promtool(['check', 'rules', 'dongbo.rules.yml'])).toBe('');
  });

  it.each(TEST_FILES)('finds every case of %s as it must be', { timeout: 120_000 }, async (file) => {
    expect(await promtool(['test', 'rules', file])).toBe('');
  });

  it.runIf(process.env.DONGBO_ALERT_MUTANTS === '1')(
    'finds a rule that is spoilt in any place',
    { timeout: 3_600_000 },
    async () => {
      const unnoticed: string[] = [];
      for (const rule of alerts) {
        for (const { what, rule: spoilt } of mutants(rule)) {
          const changed = rules().map((one) =>
            one.alert === rule.alert && one.expr === rule.expr ? spoilt : one,
          );
          if ((await tried(rule.alert, changed)) === '') unnoticed.push(`${rule.alert}: ${what}`);
        }
      }
      expect(unnoticed).toEqual([]);
    },
  );
});
