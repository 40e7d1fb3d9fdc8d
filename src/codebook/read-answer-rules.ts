/**
 * Reads `portal-answers.yaml`: what an answer of the portal means.
 * Guarantees: conditions and meanings are known ones; no rule fits every answer, and none takes an
 * answer for success that does not say so (a firewall's page comes with HTTP 200).
 * Must not: classify anything (`portal/`).
 */
import type { AnswerRule, AnswerRules, BodyKind } from '../domain/answer-rules.ts';
import { ANSWER_MEANINGS } from '../domain/portal-outcome.ts';
import type { FaultSink } from './mapping-fault.ts';
import { type Located, openYaml, type YamlSection } from './yaml-section.ts';

const BODY_KINDS = ['json', 'html', 'empty', 'other'] as const satisfies readonly BodyKind[];
const HTTP = /^[1-5](?:\d\d|xx)$/;
const CONDITIONS = ['http', 'body', 'error_code', 'message', 'service'];

function oneOf<Value extends string>(
  found: Located,
  allowed: readonly Value[],
  column: string,
  sink: FaultSink,
): Value | null {
  const value = allowed.find((candidate) => candidate === found.text);
  if (value === undefined) {
    sink.add(found, 'DB-MAP-017', { column, value: found.text, allowed: allowed.join(', ') });
  }
  return value ?? null;
}

function texts(section: YamlSection, key: string, needed: boolean): string[] | null {
  return section.list(key, needed)?.map((item) => item.text) ?? null;
}

/** Texts of which none may be empty: an empty phrase occurs in every message. */
function words(when: YamlSection, key: string, sink: FaultSink): string[] | undefined {
  return when.list(key, false)?.map((item) => {
    if (item.text === '')
      sink.add(item, 'DB-MAP-022', { path: when.pathOf(key), expected: `${key}: ["…", …]` });
    return item.text;
  });
}

function readWhen(when: YamlSection, sink: FaultSink): AnswerRule['when'] {
  when.allow(CONDITIONS);
  const http = when.list('http', false)?.map((status) => {
    const text = status.text.toLowerCase();
    if (!HTTP.test(text)) {
      sink.add(status, 'DB-MAP-017', {
        column: when.pathOf('http'),
        value: status.text,
        allowed: '200 … 599, 5xx',
      });
    }
    return text;
  });
  const body = when
    .list('body', false)
    ?.flatMap((kind) => oneOf(kind, BODY_KINDS, when.pathOf('body'), sink) ?? []);
  const errorCode = texts(when, 'error_code', false);
  const message = words(when, 'message', sink);
  const service = words(when, 'service', sink);
  // An empty list is no condition: read as a condition it would never hold, read as none always.
  return {
    ...(http?.length ? { http } : {}),
    ...(body?.length ? { body } : {}),
    ...(errorCode?.length ? { errorCode } : {}),
    ...(message?.length ? { message } : {}),
    ...(service?.length ? { service } : {}),
  };
}

/** Does a rule for success ask for something that only the portal says? */
function asksForSuccess(when: AnswerRule['when']): boolean {
  if (when.errorCode !== undefined || when.message !== undefined) return true;
  return when.body?.every((kind) => kind === 'json') ?? false;
}

function readRule(section: YamlSection, sink: FaultSink): { name: Located | null; rule: AnswerRule | null } {
  section.allow(['name', 'when', 'means']);
  const name = section.text('name');
  const whenSection = section.section('when');
  const meaning = section.text('means');
  const means = meaning === null ? null : oneOf(meaning, ANSWER_MEANINGS, section.pathOf('means'), sink);
  const faults = sink.faults.length;
  const when = whenSection === null ? null : readWhen(whenSection, sink);
  if (name === null || when === null) return { name, rule: null };
  if (whenSection !== null && faults === sink.faults.length) {
    if (Object.keys(when).length === 0) sink.add(whenSection.at, 'DB-MAP-025', { rule: name.text });
    else if (means === 'ok' && !asksForSuccess(when))
      sink.add(whenSection.at, 'DB-MAP-026', { rule: name.text });
  }
  return { name, rule: means === null ? null : { name: name.text, when, means } };
}

/** `null` after faults (told to `sink`). */
export function readAnswerRules(text: string, sink: FaultSink): AnswerRules | null {
  const root = openYaml(text, sink);
  if (root === null) return null;
  root.allow(['rules', 'row', 'lookup', 'named_others_stored']);
  const rules: AnswerRule[] = [];
  const lines = new Map<string, number>();
  for (const section of root.sections('rules')) {
    const { name, rule } = readRule(section, sink);
    if (name !== null) {
      const other = lines.get(name.text);
      if (other === undefined) lines.set(name.text, name.line);
      else sink.add(name, 'DB-MAP-027', { rule: name.text, other });
    }
    if (rule !== null) rules.push(rule);
  }
  const row = root.section('row');
  row?.allow(['dossier_code', 'error_code', 'message']);
  const lookup = root.section('lookup');
  lookup?.allow([
    'steps',
    'step_at',
    'step_status',
    'step_processor',
    'step_content',
    'step_department',
    'step_position',
  ]);
  const names = (section: YamlSection | null, key: string, needed = true): string[] =>
    section === null ? [] : (texts(section, key, needed) ?? []);
  const answerRules: AnswerRules = {
    rules,
    row: {
      dossierCode: names(row, 'dossier_code'),
      errorCode: names(row, 'error_code'),
      message: names(row, 'message'),
    },
    lookup: {
      steps: names(lookup, 'steps'),
      stepAt: names(lookup, 'step_at'),
      stepStatus: names(lookup, 'step_status'),
      stepProcessor: names(lookup, 'step_processor'),
      stepContent: names(lookup, 'step_content'),
      // Files of before these two have none: not compared then.
      stepDepartment: names(lookup, 'step_department', false),
      stepPosition: names(lookup, 'step_position', false),
    },
    namedOthersStored: root.flag('named_others_stored') ?? false,
  };
  return sink.faults.length === 0 ? answerRules : null;
}
