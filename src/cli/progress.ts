/** Progress bars. Guarantees: on standard error, only when it is a terminal, never with `--json`. */
import { Presets, SingleBar } from 'cli-progress';

/** A bar that may be no bar at all. */
export interface Progress {
  update(done: number, total: number): void;
  stop(): void;
}

/** Starts a bar named `label`. */
export function startProgress(label: string, json: boolean): Progress {
  if (json || !process.stderr.isTTY) return { update: () => {}, stop: () => {} };
  const bar = new SingleBar(
    { format: `${label} {bar} {value}/{total}`, stream: process.stderr, clearOnComplete: true },
    Presets.shades_classic,
  );
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total, done);
      started = true;
      bar.setTotal(total);
      bar.update(done);
    },
    stop: () => {
      if (started) bar.stop();
    },
  };
}
