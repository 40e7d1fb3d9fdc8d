/**
 * The mappings folder that comes with the program, beside its sources as in dist/: presets and formulas are taken from
 * there where a province has none of its own, so that updates bring new ones and leave the province's files alone.
 * Must not: be looked into for tables of codes, which belong to a made-up province.
 */
import { resolve } from 'node:path';

/** See the file's head. */
export const SHIPPED_MAPPINGS = resolve(import.meta.dirname, '../../mappings');
