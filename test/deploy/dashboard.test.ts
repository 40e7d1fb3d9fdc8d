/**
 * The dashboard: well made, with the limits of the alerts; and each of its queries, and each expression of the alert
 * rules, asks for series that a real daemon shows: one that works, has been refused, was not understood and finds
 * the portal otherwise than its ledger. A real Prometheus reads it and answers every query, where there is one.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { anchorOf, readDocument } from '../docs/markdown.ts';
import { promtool, type Rule, rules } from '../support/deploy/alert-rules.ts';
import {
  DASHBOARD,
  filled,
  legendLabels,
  PANELS,
  type Panel,
  SHEETS,
  thresholdsOf,
} from '../support/deploy/dashboard.ts';
import { limitsOf } from '../support/deploy/limits.ts';
import { type Prometheus, prometheusOver, type Result } from '../support/deploy/prometheus.ts';
import { asks, lacks, type Series } from '../support/deploy/promql.ts';
import { isHere, isInstalled } from '../support/deploy/tools.ts';
import { type Troubled, troubledDaemon } from '../support/deploy/troubled-daemon.ts';

const JOB = 'dongbo';
const canAsk =
  isHere('prometheus', 'prometheus', 'the queries of the dashboard are not asked') && isInstalled('promtool');
/** What Grafana puts in, for a Prometheus that reads every second. */
const FILLED = { job: JOB, instance: '.+', __rate_interval: '20s' };
const alerts = rules().filter((rule): rule is Rule & { readonly alert: string } => rule.alert !== undefined);
const queries = PANELS.flatMap((panel) =>
  panel.targets.map((target) => ({
    name: `${panel.title} ${target.refId}`,
    expr: filled(target.expr, FILLED),
    labels: legendLabels(target),
    target,
  })),
);

describe('the dashboard', () => {
  it('keeps its name, its time zone and a data source that is chosen', () => {
    const { uid, timezone, schemaVersion, templating } = DASHBOARD;
    expect([uid, timezone, schemaVersion]).toEqual(['dongbo', 'Asia/Ho_Chi_Minh', 38]);
    expect(templating.list.map(({ name, type, query }) => [name, type, query]).at(0)).toEqual([
      'datasource',
      'datasource',
      'prometheus',
    ]);
    const sources = PANELS.flatMap((panel) => [
      panel.datasource,
      ...panel.targets.map(({ datasource }) => datasource),
    ]);
    expect(new Set(sources.map(({ type, uid }) => `${type} ${uid}`))).toEqual(
      new Set([`prometheus ${'$'}{datasource}`]),
    );
  });

  it('gives every panel an id, a place of its own, a title, a unit, a description and a link', () => {
    const ids = SHEETS.flat().map(({ id }) => id);
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
    for (const { title, description = '', fieldConfig, links = [] } of PANELS) {
      expect(title.length, title).toBeGreaterThan(2);
      expect(description.length, title).toBeGreaterThan(30);
      expect(fieldConfig.defaults.unit, title).toMatch(/^\w+$/);
      expect(links.length, title).toBeGreaterThan(0);
    }
  });

  it('lets no panel cover another or leave the sheet', () => {
    const faults = SHEETS.flatMap((sheet) =>
      sheet.flatMap(({ title, gridPos: a }, at) => [
        ...(a.x < 0 || a.w < 1 || a.h < 1 || a.x + a.w > 24 ? [`${title}: outside`] : []),
        ...sheet
          .slice(at + 1)
          .filter(
            ({ gridPos: b }) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h,
          )
          .map((other) => `${title}: over ${other.title}`),
      ]),
    );
    expect(faults).toEqual([]);
  });

  it('leads to entries that exist, names them where the link cannot, and to that of every alert', () => {
    const docs = 'https://docs.example';
    const linked = PANELS.flatMap(({ title, description = '', links = [] }) =>
      links.map(({ url }) => {
        const [path = '', anchor] = filled(url, { docs })
          .slice(docs.length + 1)
          .split('#');
        const { anchors } = readDocument(`docs/${path}`);
        if (anchor !== undefined) expect(anchors, title).toContain(anchor);
        if (anchor?.startsWith('dongbo')) expect(description.toLowerCase(), title).toContain(anchor);
        return anchor;
      }),
    );
    for (const { alert } of alerts) expect(linked).toContain(anchorOf(alert));
  });

  it.each(PANELS.map((panel) => [panel.title, panel] as const))(
    'takes the limits of %s from the rules',
    (_, panel) => {
      const known = limitsOf(panel, alerts);
      const faults = thresholdsOf(panel).flatMap(({ steps }) =>
        steps.slice(1).flatMap(({ color: above, value }, at) => {
          const below = steps[at]?.color;
          const fits = known.some(({ at: limit, side, severity }) => {
            const color = side === 'above' ? above : below;
            return (
              limit === value && (color === 'yellow' || color === { page: 'red', ticket: 'orange' }[severity])
            );
          });
          return fits ? [] : [`${value}: ${below} → ${above}`];
        }),
      );
      expect(faults).toEqual([]);
    },
  );
});

describe('a daemon in trouble', () => {
  let troubled: Troubled;
  let series: readonly Series[];
  let prometheus: Prometheus | null = null;
  beforeAll(async () => {
    troubled = await troubledDaemon();
    prometheus = canAsk ? await prometheusOver(troubled.address, JOB) : null;
    await troubled.makeTrouble();
    series = [...(await troubled.series(JOB)), ...ownOfPrometheus()];
  });
  afterAll(async () => {
    await prometheus?.stop();
    await troubled?.close();
  });

  /** What Prometheus itself shows: `up`, and what the rules make. */
  function ownOfPrometheus(): Series[] {
    const place = { job: JOB, instance: troubled.address };
    const shown = rules().map(({ alert, record, expr, labels }) => {
      const by = asks(expr).grouping.map((label) => [label, 'any']);
      return alert === undefined
        ? { __name__: record ?? '', ...labels }
        : {
            ...Object.fromEntries(by),
            __name__: 'ALERTS',
            alertname: alert,
            alertstate: 'firing',
            ...labels,
            ...place,
          };
    });
    return [{ __name__: 'up', ...place }, ...shown].map((labels) => new Map(Object.entries(labels)));
  }

  it.each(queries.map((query) => [query.name, query] as const))(
    'shows what %s asks for',
    (_, { expr, labels }) => {
      expect(lacks(expr, series, labels)).toEqual([]);
    },
  );

  it('shows what each variable asks for', () => {
    const asked = DASHBOARD.templating.list.flatMap(({ query }) => {
      const [, selector = '', label = ''] =
        /^label_values\((.+), (\w+)\)$/.exec(typeof query === 'string' ? '' : query.query) ?? [];
      return selector === '' ? [] : [lacks(filled(selector, FILLED), series, [label])];
    });
    expect(asked).toEqual([[], []]);
  });

  it.each(
    rules().map((rule) => [rule.alert ?? `${rule.record} ${rule.labels?.exported_job}`, rule] as const),
  )('shows what the rule %s asks for', (_, { expr }) => {
    expect(lacks(expr, series)).toEqual([]);
  });

  it('has a limit for each of its jobs, and for no other', () => {
    const jobs = series
      .filter((one) => one.get('__name__') === 'dongbo_job_failures_total')
      // A further source is told by DongboSourceAway, whatever its schedule.
      .flatMap((one) => (/:/.test(one.get('exported_job') ?? '') ? [] : [one.get('exported_job')]));
    const limited = rules().flatMap(({ record, labels }) =>
      record === 'dongbo:job_limit_seconds' ? [labels?.exported_job] : [],
    );
    expect(limited.sort()).toEqual(jobs.sort());
  });

  describe.runIf(canAsk)('read by Prometheus', () => {
    const asked = async (one: (typeof queries)[number]): Promise<readonly Result[]> => {
      if (prometheus === null) throw new Error('no prometheus');
      return one.target.instant ? prometheus.query(one.expr) : prometheus.queryRange(one.expr);
    };
    /** Has it a number (no NaN) with the labels of its legend? */
    const isShown = (one: (typeof queries)[number], results: readonly Result[]): boolean =>
      results.some(
        ({ metric, values }) =>
          one.labels.every((label) => metric[label] !== undefined) &&
          values.some(([, value]) => Number.isFinite(Number(value))),
      );

    it('answers every query with figures', async () => {
      let silent: string[] = [];
      await troubled.meanwhile(async () => {
        const answers = await Promise.all(queries.map(async (one) => isShown(one, await asked(one))));
        silent = queries.filter((_, at) => answers[at] === false).map(({ name }) => name);
        return silent.length === 0;
      });
      expect(silent).toEqual([]);
    });

    it('takes the rules, and tells the trouble', async () => {
      type Told = { name: string; health: string; lastError?: string; state?: string };
      let told: Told[] = [];
      let silent: string[] = [];
      // A rule is looked at in its own time, not in that of the test.
      await troubled.meanwhile(async () => {
        const answer = await prometheus?.ask<{ groups: { rules: Told[] }[] }>('rules', {});
        told = answer?.groups.flatMap((group) => group.rules) ?? [];
        const firing = told.filter(({ state }) => state === 'firing').map(({ name }) => name);
        silent = ['DongboAnswersNotUnderstood', 'DongboDriftFound'].filter((name) => !firing.includes(name));
        return silent.length === 0;
      });
      expect(told.length).toBe(rules().length);
      expect(told.filter(({ health }) => health !== 'ok')).toEqual([]);
      expect(silent).toEqual([]);
    });

    it('answers the queries of the variables', async () => {
      const valuesOf = (label: string, selector: string) =>
        prometheus?.ask<string[]>(`label/${label}/values`, { 'match[]': selector });
      expect(await valuesOf('job', 'up{job=~"dongbo.*"}')).toEqual([JOB]);
      expect(await valuesOf('instance', `up{job="${JOB}"}`)).toEqual([troubled.address]);
    });
  });
});

describe.runIf(canAsk)('the first panel', () => {
  const firing = (severity: string, job: string): string =>
    `ALERTS{alertstate="firing",alertname="DongboX",severity="${severity}"${job}}`;
  const limits = 'dongbo:job_limit_seconds{exported_job="extract"}';
  const up = (instance: string): string => `up{job="dongbo",instance="${instance}"}`;
  const CASES: readonly (readonly [string, Readonly<Record<string, string>>, number | null])[] = [
    ['well', { [up('a')]: '1', [up('b')]: '1', [limits]: '300' }, 0],
    [
      'well, another house is not',
      { [up('a')]: '1', [limits]: '300', [firing('page', ',job="dongbo-hai"')]: '1' },
      0,
    ],
    ['a ticket', { [up('a')]: '1', [limits]: '300', [firing('ticket', ',job="dongbo"')]: '1' }, 1],
    [
      'both',
      {
        [up('a')]: '1',
        [limits]: '300',
        [firing('ticket', ',job="dongbo"')]: '1',
        [firing('page', '')]: '1',
      },
      2,
    ],
    ['no process any more', { [limits]: '300', [firing('page', '')]: '1' }, 2],
    ['one of two is not read', { [up('a')]: '1', [up('b')]: '0', [limits]: '300' }, null],
    ['rules are not loaded', { [up('a')]: '1' }, null],
  ];

  it.each(CASES)('says how grave it is: %s', async (_, shown, value) => {
    const folder = mkdtempSync(join(tmpdir(), 'dongbo-panel-'));
    const [first] = PANELS as readonly [Panel];
    const test = {
      interval: '1m',
      input_series: Object.entries(shown).map(([one, number]) => ({ series: one, values: `${number}x5` })),
      promql_expr_test: [
        {
          expr: filled(first.targets[0]?.expr ?? '', FILLED),
          eval_time: '3m',
          exp_samples: value === null ? [] : [{ labels: '{}', value }],
        },
      ],
    };
    writeFileSync(
      join(folder, 'panel.yml'),
      stringify({ evaluation_interval: '1m', rule_files: [], tests: [test] }),
    );
    const said = await promtool(['test', 'rules', 'panel.yml'], folder);
    rmSync(folder, { recursive: true });
    expect(said).toBe('');
  });
});
