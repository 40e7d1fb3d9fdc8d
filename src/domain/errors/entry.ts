/** What an entry of the error catalogue is made of. */

/** What happens next: tried again, refused by the portal, waits for a person, the command stops, our own fault, or nothing at all: worth a look. */
export type ErrorClass = 'retry' | 'reject' | 'hold' | 'stop' | 'bug' | 'hint';
/** Who must act: engineer of the data centre, clerk at the counter, ministry (national catalogue), portal. */
export type Actor = 'operator' | 'clerk' | 'ministry' | 'portal';
/** Languages of messages. */
export type Language = 'vi' | 'en';

/**
 * Cause and remedy; `{name}` stands for a parameter. Backticks stand around what people type or look for: a
 * command, file, view, column, setting. Pages show it as code, a terminal without them.
 */
export interface ErrorText {
  readonly cause: string;
  readonly remedy: string;
}

/** One error. */
export interface ErrorEntry {
  readonly class: ErrorClass;
  readonly actor: Actor;
  /** Exit code of a command that ends with it; 1 where absent. */
  readonly exit?: 1 | 2 | 69 | 75 | 78;
  readonly vi: ErrorText;
  readonly en: ErrorText;
}
