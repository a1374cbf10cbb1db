import { expect, it } from '@jest/globals';
import { parseView } from '../view/url-state';
import { exportLinks, exportSearch } from './export-links';

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

it('exports what the table shows, in its order', () => {
  const view = parseView(
    new URLSearchParams('batches=1&metric=a&sort=-metric:b&only=ab,cd&tab=parallel&x=y'),
  );
  expect(new URLSearchParams(exportSearch({ ...view, hidden: ['metric:c'] })).toString()).toBe(
    new URLSearchParams('batches=1&metric=a&only=ab,cd&sort=-metric:b&hide=metric:c').toString(),
  );
});
