/** The wire form of the driver in use, for people; needs no connection and no account. */
import type { Config } from '../config.ts';
import type { Dossier, Step } from '../domain/dossier.ts';
import { encodeDossier } from '../portal/wire/encode-dossier.ts';
import { encodeStep } from '../portal/wire/encode-step.ts';

/** Encoders of one driver. */
export interface WireForm {
  dossier(dossier: Dossier): unknown;
  step(step: Step): unknown;
}

/** The encoders of `PORTAL_DRIVER`. */
export function wireFormOf(config: Pick<Config, 'PORTAL_DRIVER'>): WireForm {
  switch (config.PORTAL_DRIVER) {
    case 'adapter':
      return { dossier: encodeDossier, step: encodeStep };
  }
}
