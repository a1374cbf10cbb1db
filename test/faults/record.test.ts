/** The narrow gaps between a job's end and its record; part of every test run. */
import { describe } from '@jest/globals';
import { dieAt } from './die-at.js';
import { scenario } from './scenario.js';

describe('a worker', () => {
  scenario('F2', 'dies between the end of the job’s process and the record', (farm) =>
    dieAt(farm, 'before_publish'),
  );
  scenario('F3', 'dies after a file got its name, before the row', (farm) =>
    dieAt(farm, 'after_blob_rename'),
  );
});
