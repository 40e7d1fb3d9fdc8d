/**
 * How long one call may take, phase by phase: to connect, to begin its answer, to go on with it, in all.
 * Guarantees: fires once at most, and says which limit it was; a portal that sends a byte now and then
 * holds nobody longer than the whole may take; once ended, no timer is left.
 * Must not: know HTTP.
 */

/** Limits in seconds; parts of a second are fine. */
export interface TimeLimits {
  /** To a connection, its TLS handshake included. */
  readonly connectTimeoutSeconds: number;
  /** From there to the first byte of the answer. */
  readonly firstByteTimeoutSeconds: number;
  /** Between two bytes of the answer. */
  readonly idleTimeoutSeconds: number;
  /** From the beginning to the last byte. */
  readonly timeoutSeconds: number;
}

/** A limit that was passed. */
export interface TimeOver {
  readonly code: 'ECONNECT_TIMEOUT' | 'EFIRSTBYTE_TIMEOUT' | 'EIDLE_TIMEOUT' | 'ETIMEDOUT';
  readonly reason: string;
}

/** The clock of one call. */
export interface CallLimits {
  /** A connection stands: from now on bytes may go out. */
  connected(): void;
  /** Some of the answer came. */
  heard(): void;
  /** The call is over, whatever became of it. */
  end(): void;
  readonly isConnected: boolean;
  readonly hasHeard: boolean;
  /** The limit that ended the call, if one did. */
  readonly over: TimeOver | null;
}

/** Starts the clock. @param stop ends the call; told once. */
export function startLimits(limits: TimeLimits, stop: () => void): CallLimits {
  const state = { isConnected: false, hasHeard: false, ended: false, over: null as TimeOver | null };
  const pass = (over: TimeOver): void => {
    if (state.ended) return;
    state.over = over;
    end();
    stop();
  };
  const after = (seconds: number, tell: () => TimeOver) => setTimeout(() => pass(tell()), seconds * 1000);
  const { connectTimeoutSeconds, firstByteTimeoutSeconds, idleTimeoutSeconds, timeoutSeconds } = limits;
  const whole = after(timeoutSeconds, () => ({
    code: 'ETIMEDOUT',
    reason: `no ${state.hasHeard ? 'whole ' : ''}answer in ${timeoutSeconds} s`,
  }));
  let phase = after(connectTimeoutSeconds, () => ({
    code: 'ECONNECT_TIMEOUT',
    reason: `no connection in ${connectTimeoutSeconds} s`,
  }));
  function end(): void {
    state.ended = true;
    clearTimeout(whole);
    clearTimeout(phase);
  }
  return {
    connected() {
      if (state.ended || state.isConnected) return;
      state.isConnected = true;
      clearTimeout(phase);
      phase = after(firstByteTimeoutSeconds, () => ({
        code: 'EFIRSTBYTE_TIMEOUT',
        reason: `no answer in ${firstByteTimeoutSeconds} s after sending`,
      }));
    },
    heard() {
      if (state.ended) return;
      if (state.hasHeard) {
        phase.refresh();
        return;
      }
      state.hasHeard = true;
      clearTimeout(phase);
      phase = after(idleTimeoutSeconds, () => ({
        code: 'EIDLE_TIMEOUT',
        reason: `silent for ${idleTimeoutSeconds} s in the middle of the answer`,
      }));
    },
    end,
    get isConnected() {
      return state.isConnected;
    },
    get hasHeard() {
      return state.hasHeard;
    },
    get over() {
      return state.over;
    },
  };
}
