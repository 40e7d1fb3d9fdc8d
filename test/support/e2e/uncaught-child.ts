/** A process in which nobody catches an error of PostgreSQL: DATABASE_URL is the server, the word of the call what it stumbles over. */
import pg from 'pg';
import { tellUncaught } from '../../../src/cli/uncaught.ts';

tellUncaught();
const [, , said = ''] = process.argv;
const client = new pg.Client({ connectionString: process.env.DATABASE_URL });
await client.connect();
await client.query('CREATE TEMPORARY TABLE person (code text UNIQUE)');
void client.query('INSERT INTO person VALUES ($1), ($1)', [said]);
