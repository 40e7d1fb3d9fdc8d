/**
 * The dashboard that is shipped, as far as tests look at it.
 * Guarantees: read as it lies in deploy/grafana; panels of folded rows are panels like the others.
 * Must not: know what a panel is for.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FILE = resolve(import.meta.dirname, '../../../deploy/grafana/dongbo.json');

/** Where a panel stands, in a grid of 24 columns. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** Colours by value: the first begins at minus infinity. */
export interface Thresholds {
  readonly steps: readonly { readonly color: string; readonly value: number | null }[];
}

/** A query of a panel. */
export interface Target {
  readonly refId: string;
  readonly expr: string;
  readonly legendFormat: string;
  readonly instant: boolean;
  readonly range: boolean;
  readonly datasource: { readonly type: string; readonly uid: string };
}

interface Override {
  readonly properties: readonly { readonly id: string; readonly value: unknown }[];
}

/** A panel. */
export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: Place;
  readonly targets: readonly Target[];
  readonly links?: readonly { readonly title: string; readonly url: string }[];
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly fieldConfig: {
    readonly defaults: { readonly unit?: string; readonly thresholds: Thresholds };
    readonly overrides: readonly Override[];
  };
}

/** A heading; what is folded under it. */
interface Row extends Pick<Panel, 'id' | 'title' | 'gridPos'> {
  readonly type: 'row';
  readonly panels: readonly Panel[];
}

/** A variable of the dashboard. */
export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query: string | { readonly query: string };
}

interface Dashboard {
  readonly uid: string;
  readonly timezone: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly Variable[] };
  readonly panels: readonly (Panel | Row)[];
}

const isRow = (one: Panel | Row): one is Row => one.type === 'row';

/** The file. */
export const DASHBOARD = JSON.parse(readFileSync(FILE, 'utf8')) as Dashboard;

/** Every panel, folded or not, rows left out. */
export const PANELS: readonly Panel[] = DASHBOARD.panels.flatMap((one) => (isRow(one) ? one.panels : [one]));

/** Everything that has an id and a place, with what lies beside it on the same sheet. */
export const SHEETS: readonly (readonly (Panel | Row)[])[] = [
  DASHBOARD.panels,
  ...DASHBOARD.panels.filter(isRow).map(({ panels }) => panels),
];

/** The thresholds of a panel and of its overrides. */
export function thresholdsOf({ fieldConfig: { defaults, overrides } }: Panel): readonly Thresholds[] {
  const own = overrides.flatMap(({ properties }) =>
    properties.flatMap(({ id, value }) => (id === 'thresholds' ? [value as Thresholds] : [])),
  );
  return [defaults.thresholds, ...own];
}

/** The labels of `{{label}}`. */
export function legendLabels({ legendFormat }: Target): string[] {
  return [...legendFormat.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = '']) => label);
}

/** `text` with every `$name`, `${name}` filled in. Throws where a name is not given. */
export function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replace(/\$\{?(\w+)\}?/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`no variable ${name}: ${text}`);
    return value;
  });
}
