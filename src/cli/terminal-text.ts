/**
 * Text from outside (portal, province, servers) on its way to a person's terminal.
 * Guarantees: whatever it holds, it moves no cursor, clears and renames nothing, and shows nothing in another
 * order than it stands; line ends, tabs and colours stay. Must not: touch JSON, which has its own escapes.
 */

/** Colours (SGR), which change nothing but how what follows looks; else any control, or sign of direction. */
const CONTROLS =
  /(\u001b\[[\d;]*m)|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

/** What stands for a character that is not shown. */
const UNSHOWN = '\ufffd';

/** See the file's head. */
export function terminalText(text: string): string {
  return text.replace(CONTROLS, (_whole, colour: string | undefined) => colour ?? UNSHOWN);
}
