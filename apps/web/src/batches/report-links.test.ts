import { expect, it } from '@jest/globals';
import { reportLinks } from './report-links';

it('offers the report in each form, and all files', () => {
  const links = reportLinks({ reportUrl: '/batches/7/report.html', outputsUrl: '/batches/7/outputs.zip' });
  expect(links.map(({ href, download }) => [href, download])).toEqual([
    ['/batches/7/report.html', false],
    ['/batches/7/report.csv', true],
    ['/batches/7/report.json', true],
    ['/batches/7/outputs.zip', true],
  ]);
});
