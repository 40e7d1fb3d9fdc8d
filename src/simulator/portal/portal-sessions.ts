/**
 * Logins and sessions of the simulated portal.
 * Guarantees: a session ends after its seconds, or at once when told so; tokens come from the seed.
 */
import type { Random } from '../random.ts';

/** What a login must bring, and the agency code (`madonvi`) that calls must carry. */
export interface PortalCredentials {
  readonly username: string;
  readonly password: string;
  readonly agencyCode: string;
}

/** Credentials of the stand-in; it guards nothing. */
export const DEFAULT_CREDENTIALS: PortalCredentials = {
  username: 'tinh-mau',
  password: 'mat-khau-thu',
  agencyCode: 'H99',
};

/** Open sessions. */
export class PortalSessions {
  private readonly until = new Map<string, number>();
  private readonly seconds: number;
  private readonly now: () => number;
  private readonly random: Random;
  private opened = 0;

  constructor(seconds: number, now: () => number, random: Random) {
    this.seconds = seconds;
    this.now = now;
    this.random = random;
  }

  open(): string {
    this.opened += 1;
    const token = `phien-${this.opened}-${Math.floor(this.random() * 2 ** 32).toString(16)}`;
    this.until.set(token, this.now() + this.seconds * 1000);
    return token;
  }

  isOpen(token: unknown): boolean {
    return typeof token === 'string' && (this.until.get(token) ?? 0) > this.now();
  }

  expireAll(): void {
    this.until.clear();
  }

  /** Logins so far. */
  get count(): number {
    return this.opened;
  }
}
