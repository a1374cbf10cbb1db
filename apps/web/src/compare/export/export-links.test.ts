import { expect, it } from '@jest/globals';
import { exportLinks } from './export-links';

it('names what is compared and by what, not how the page shows it', () => {
  const links = exportLinks('gait', '?batches=1,2&metric=final_cost&without=flag:DARK&sort=-n&tab=parallel');
  expect(links.map(({ href, download }) => [href.split('?')[0], download])).toEqual([
    ['/projects/gait/compare/report.html', false],
    ['/projects/gait/compare/report.pdf', true],
    ['/projects/gait/compare/report.xlsx', true],
    ['/projects/gait/compare/report.csv', true],
    ['/projects/gait/compare/report.tex', true],
    ['/projects/gait/compare/report.md', true],
    ['/projects/gait/compare/report.json', true],
    ['/projects/gait/compare/bundle.zip', true],
  ]);
  expect(new Set(links.map(({ href }) => href.split('?')[1]))).toEqual(
    new Set(['batches=1%2C2&metric=final_cost&without=flag%3ADARK']),
  );
});
