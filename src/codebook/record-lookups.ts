/**
 * A codebook that remembers what it was asked.
 * Guarantees: answers hang on the question's key and the day alone: a code is tidied before it is
 * passed on, so that two spellings with one key can never get two answers; the same key is the same
 * object for as long as the recording lasts.
 * Must not: change an answer, nor be kept for good: it holds every code that it ever met.
 */
import type { Codebook, Lookup, LookupKey, LookupKind } from '../domain/codebook.ts';
import type { IsoDay } from '../domain/codes.ts';
import type { DossierStatus } from '../domain/dossier.ts';
import { tidyCode } from './clean-code.ts';

/** What was asked since the last `take`. */
export interface Asked {
  /** Each question once, in the order in which it was first asked. */
  readonly lookups: LookupKey[];
  /** The day of which it was asked; `null` when no question named one. */
  readonly on: IsoDay | null;
}

/** See the head of this file. */
export interface Recording {
  readonly codebook: Codebook;
  /** Hands out what was asked and begins anew; call it after each dossier. */
  readonly take: () => Asked;
}

/** `written` as it stands in a {@link LookupKey}; half a surrogate pair, which no table can hold, becomes U+FFFD. */
export function keyCode(written: string): string {
  return tidyCode(written).toWellFormed();
}

function inner<Key, Name, Value>(maps: Map<Key, Map<Name, Value>>, key: Key): Map<Name, Value> {
  const known = maps.get(key);
  if (known !== undefined) return known;
  const made = new Map<Name, Value>();
  maps.set(key, made);
  return made;
}

/** The answer to `key`, asked for once. */
function known<Answer>(answers: Map<LookupKey, Answer>, key: LookupKey, ask: () => Answer): Answer {
  const there = answers.get(key);
  if (there !== undefined) return there;
  const answer = ask();
  answers.set(key, answer);
  return answer;
}

/** Starts a recording over `codebook`. */
export function recordLookups(codebook: Codebook): Recording {
  const byWritten = new Map<LookupKind, Map<string, Map<string, LookupKey>>>();
  const byKey = new Map<string, LookupKey>();
  // Asked some thirty times a dossier, of some hundred keys; the day does not matter.
  const statuses = new Map<LookupKey, Lookup<DossierStatus>>();
  const values = new Map<LookupKey, Lookup<string>>();
  let asked = new Set<LookupKey>();
  let day: IsoDay | null = null;

  function only(kind: LookupKind, scope: string, code: string): LookupKey {
    const name = JSON.stringify([kind, scope, code]);
    const key = byKey.get(name) ?? { kind, scope, code };
    byKey.set(name, key);
    return key;
  }

  /** @param scope as the question names it: a procedure in the catalogue's own spelling, dirt and all. */
  function note(kind: LookupKind, scope: string, written: string): LookupKey {
    const codes = inner(inner(byWritten, kind), scope);
    let key = codes.get(written);
    if (key === undefined) {
      key = only(kind, scope, keyCode(written));
      codes.set(written, key);
    }
    asked.add(key);
    return key;
  }

  return {
    take() {
      const taken = { lookups: [...asked], on: day };
      asked = new Set();
      day = null;
      return taken;
    },
    codebook: {
      version: codebook.version,
      procedure(written, on) {
        day = on;
        return codebook.procedure(note('procedure', '', written).code, on);
      },
      component(procedure, written, on) {
        day = on;
        return codebook.component(procedure, note('component', procedure, written).code, on);
      },
      result(procedure, written, on) {
        day = on;
        return codebook.result(procedure, note('result', procedure, written).code, on);
      },
      anyResult(written, on) {
        day = on;
        return codebook.anyResult(note('any-result', '', written).code, on);
      },
      agency(written, on) {
        day = on;
        return codebook.agency(note('agency', '', written).code, on);
      },
      status(written, substatus) {
        const key = note('status', substatus === '' ? '' : keyCode(substatus), written);
        return known(statuses, key, () => codebook.status(key.code, key.scope));
      },
      value(field, written) {
        const key = note('value', field, written);
        return known(values, key, () => codebook.value(field, key.code));
      },
      fingerprint: (key) => codebook.fingerprint(key),
    },
  };
}
