/** The XSD of the source contract, which comes with the program: `docs/source.xsd`. */
import { fileURLToPath } from 'node:url';
import type { SchemaFile } from './schema.ts';

/** For documents in the contract's form; `bin/build.mjs` puts the file to the same place beside the built program. */
export const CONTRACT_SCHEMA: SchemaFile = {
  file: fileURLToPath(new URL('../../../docs/source.xsd', import.meta.url)),
  of: 'document',
};
