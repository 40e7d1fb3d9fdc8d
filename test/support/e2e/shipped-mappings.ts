/** Where the tables lie that come with Dongbo; a process of its own starts in another folder. */
import { resolve } from 'node:path';

/** See the head of this file. */
export const SHIPPED_MAPPINGS = resolve(import.meta.dirname, '../../../mappings');
