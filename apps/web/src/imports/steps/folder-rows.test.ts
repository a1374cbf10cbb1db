import { describe, expect, it } from '@jest/globals';
import { withoutGuard } from '../../../../../libs/documents/src/tables/csv';
import { readCsv } from '../../../../../libs/documents/src/tables/read-csv';
import { extensionsOf, folderRows, folderSheet, listFolder } from './folder-rows';

const all = { extension: null, accepted: [], naming: 'file' } as const;

describe('a folder', () => {
  it('is listed in natural order, without what is hidden', () => {
    const paths = [
      'a_10.csv',
      'a_2.csv',
      '.DS_Store',
      'sub/b.csv',
      '.git/config',
      'sub/Thumbs.db',
      'Äpfel.csv',
    ];
    const { folder, files } = listFolder(paths.map((path) => `plates/${path}`));
    expect(folder).toBe('plates');
    expect(files.map(({ path }) => path)).toEqual(['a_2.csv', 'a_10.csv', 'Äpfel.csv', 'sub/b.csv']);
    expect(listFolder([])).toEqual({ folder: '', files: [] });
  });

  it('says which extensions it has, as the input accepts them', () => {
    const { files } = listFolder(['f/a.csv', 'f/B.CSV', 'f/c.nii.gz', 'f/d.gz', 'f/README', 'f/e.']);
    expect(extensionsOf(files, [])).toEqual([
      { extension: '', count: 2 },
      { extension: '.csv', count: 2 },
      { extension: '.gz', count: 2 },
    ]);
    expect(extensionsOf(files, ['.gz', '.nii.gz'])).toEqual([
      { extension: '.gz', count: 1 },
      { extension: '.nii.gz', count: 1 },
    ]);
    expect(extensionsOf(files, ['.mp4'])).toEqual([]);
  });
});

describe('rows of a folder', () => {
  it('are the files of the chosen extension, by name or without it', () => {
    const { files } = listFolder(['f/a.csv', 'f/b.v2.csv', 'f/c.txt', 'f/d']);
    expect(folderRows(files, { ...all, extension: '.csv' }).names).toEqual(['a.csv', 'b.v2.csv']);
    expect(folderRows(files, { ...all, naming: 'stem' }).names).toEqual(['a', 'b.v2', 'c', 'd']);
    expect(folderRows(files, { ...all, accepted: ['.csv', '.txt'] }).names).toEqual([
      'a.csv',
      'b.v2.csv',
      'c.txt',
    ]);
  });

  it('tell files of one name, and have one row for them', () => {
    const { files } = listFolder(['f/1/walk.csv', 'f/2/walk.csv', 'f/2/walk.mp4', 'f/run.csv']);
    expect(folderRows(files, { ...all, extension: '.csv' })).toEqual({
      names: ['walk.csv', 'run.csv'],
      doubles: [{ name: 'walk.csv', paths: ['1/walk.csv', '2/walk.csv'] }],
    });
    expect(folderRows(files, { ...all, naming: 'stem' }).doubles).toEqual([
      { name: 'walk', paths: ['1/walk.csv', '2/walk.csv', '2/walk.mp4'] },
    ]);
  });
});

describe('the sheet of a folder', () => {
  it.each([
    'a,b.csv',
    'say "hi".csv',
    '=1+1.csv',
    '+x.csv',
    '-x.csv',
    '@x.csv',
    "'=x.csv",
    'Größe 七.csv',
    'a;b;c;d;e.csv',
    'two\nlines.csv',
    '007',
  ])('has %j as it is', (name) => {
    const sheet = folderSheet(['id', 'inputs.markers', 'metadata.place, time'], 'inputs.markers', [
      name,
      'b',
    ]);
    const { rows, error } = readCsv(sheet);
    expect(error).toBeNull();
    expect(rows.map(({ cells }) => cells.map(withoutGuard))).toEqual([
      ['id', 'inputs.markers', 'metadata.place, time'],
      ['', name, ''],
      ['', 'b', ''],
    ]);
  });

  it('needs the column', () => {
    expect(() => folderSheet(['id', 'loss'], 'name', ['a'])).toThrow('no column name; it has id, loss');
  });
});
