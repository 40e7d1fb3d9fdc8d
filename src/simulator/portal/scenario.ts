/**
 * A timetable of a simulated portal's weather, in lines: `at 30s faults lost=0.1`.
 * Guarantees: every line is understood before anything happens; the first that is not is told with
 * its number.
 * Must not: know clocks; `run-scenario.ts` keeps the time.
 */
import { DongboError } from '../../domain/errors.ts';
import { parseFaults } from './parse-faults.ts';
import { parsePoison } from './poison.ts';
import { checkControl, type PortalControl } from './portal-control.ts';

/** What happens at one moment. */
export interface ScenarioEvent {
  readonly atSeconds: number;
  /** As it was written, without the time. */
  readonly words: string;
  /** `null` = faults drawn by the seed when the moment comes. */
  readonly change: PortalControl | null;
}

/** Events in order of time; after `repeatSeconds` it begins again, where that is not `null`. */
export interface Scenario {
  readonly events: readonly ScenarioEvent[];
  readonly repeatSeconds: number | null;
}

const UNITS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600 };

/** `none` or nothing are no words at all. */
const unlessNone = (word = ''): string => (word === 'none' ? '' : word);

/** What an action's words change; throws where they make no sense. */
const ACTIONS: Readonly<Record<string, (words: readonly string[]) => PortalControl | null>> = {
  faults: (words) => (words[0] === 'random' ? null : { faults: parseFaults(unlessNone(words.join(''))) }),
  poison: ([word, answer = 'html200']) => ({ poison: parsePoison(unlessNone(word), answer) }),
  down: () => ({ down: true }),
  up: () => ({ down: false }),
  'expire-sessions': () => ({ expireSessions: true }),
  forget: ([word = '']) => checkControl({ forget: forgetOf(word) }),
  latency: ([base, jitter = '0']) => checkControl({ latencyMs: Number(base), jitterMs: Number(jitter) }),
  mode: ([word]) => checkControl({ mode: word }),
  'retry-after': ([word]) => checkControl({ retryAfterSeconds: Number(word) }),
  'clock-skew': ([word]) => checkControl({ clockSkewSeconds: Number(word) }),
  'session-seconds': ([word]) => checkControl({ sessionSeconds: Number(word) }),
  'single-session': ([word]) => ({ singleSession: word !== 'off' }),
};

/** Most words behind each action; one where it is not told. */
const MOST_WORDS: Readonly<Record<string, number>> = {
  down: 0,
  up: 0,
  'expire-sessions': 0,
  poison: 2,
  latency: 2,
  // Blanks behind the commas do no harm.
  faults: Number.POSITIVE_INFINITY,
};

const EXPECTED = `at <time> <action> (${Object.keys(ACTIONS).join(', ')}, repeat), times in order, e.g. at 90s faults lost=0.1`;

function refuse(line: number, value: string): never {
  throw new DongboError('DB-CFG-003', {
    option: '--scenario',
    value: `${line}: ${value}`,
    expected: EXPECTED,
  });
}

/** Reads `3` (how many) or codes, comma separated, as `forget` takes them. */
export function forgetOf(text: string): number | string[] {
  if (/^\d+$/.test(text.trim())) return Number(text);
  return text.split(',').flatMap((code) => (code.trim() === '' ? [] : [code.trim()]));
}

/**
 * Reads a scenario. Empty lines and what follows `#` do not count.
 * @throws DongboError DB-CFG-003.
 */
export function parseScenario(text: string): Scenario {
  const events: ScenarioEvent[] = [];
  let last = 0;
  let repeatSeconds: number | null = null;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.replace(/#.*$/, '').trim().replace(/\s+/g, ' ');
    if (line === '') continue;
    const match = /^(?:at (\d+(?:\.\d+)?)([smh]?) )?(.+)$/.exec(line);
    const [, amount, unit = '', words = ''] = match ?? [];
    const atSeconds = amount === undefined ? last : Number(amount) * (UNITS[unit] ?? 1);
    const [action = '', ...rest] = words.split(' ');
    if (atSeconds < last || repeatSeconds !== null) refuse(index + 1, line);
    if (words === 'repeat') {
      // Without a pause in it, it would turn for ever at once.
      if (atSeconds === 0) refuse(index + 1, line);
      repeatSeconds = atSeconds;
      continue;
    }
    const change = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    const least = (MOST_WORDS[action] ?? 1) === 0 || action === 'single-session' ? 0 : 1;
    const fits = rest.length >= least && rest.length <= (MOST_WORDS[action] ?? 1);
    if (amount === undefined || change === undefined || !fits) refuse(index + 1, line);
    events.push({ atSeconds, words, change: change(rest) });
    last = atSeconds;
  }
  return { events, repeatSeconds };
}
