import { describe, expect, it } from '@jest/globals';
import { dictionaryAddress, editingAddress, exportAddress } from './export-address';

const choice = { slug: 'lab', list: 'jobs', search: '?states=failed,lost&q=walk', columns: null } as const;

describe('addresses of exports', () => {
  it('carry the filter of the page', () => {
    expect(exportAddress(choice, 'csv')).toBe('/projects/lab/export/jobs.csv?states=failed%2Clost&q=walk');
    expect(exportAddress({ ...choice, search: '' }, 'h5')).toBe('/projects/lab/export/jobs.h5');
  });

  it('carry chosen columns in their order', () => {
    const chosen = { ...choice, search: '', columns: ['state', 'job_id'] };
    expect(exportAddress(chosen, 'csv')).toBe('/projects/lab/export/jobs.csv?columns=state%2Cjob_id');
    expect(dictionaryAddress(chosen, 'csv')).toBe(
      '/projects/lab/export/jobs/dictionary.csv?columns=state%2Cjob_id',
    );
  });

  it('name what is exported for editing', () => {
    expect(editingAddress({ slug: 'lab', list: 'annotations', search: '?kind=flag' })).toBe(
      '/projects/lab/export/annotations.xlsx?kind=flag&for=editing',
    );
  });
});
