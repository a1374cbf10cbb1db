/** Where the report of a comparison can be had, in which forms. */

import type { ReportLink } from '../../page/report-menu';

import { type CompareView, viewSearch } from '../view/url-state';

/** What of the page's address decides what is compared; the rest is how it looks. */
const names = ['batches', 'designs', 'jobs', 'metric', 'direction', 'baseline', 'without'] as const;

/** What of the page's address decides what its table shows, and in which order. */
const shownNames = [...names, 'objectives', 'only', 'sort', 'hide'];

/** The query of an export of what the page shows; its hidden columns must be those that are hidden by now. */
export function exportSearch(view: CompareView): string {
  const hidden = view.hidden?.length ? view.hidden : null;
  return `?${picked(viewSearch({ ...view, hidden }), shownNames)}`;
}

function picked(search: string, wanted: readonly string[]): URLSearchParams {
  const given = new URLSearchParams(search);
  return new URLSearchParams(
    wanted.flatMap((name): [string, string][] => {
      const value = given.get(name);
      return value === null ? [] : [[name, value]];
    }),
  );
}

/** @param search query string of the compare page */
export function exportLinks(slug: string, search: string): ReportLink[] {
  const query = picked(search, names);
  const at = (file: string) => `/projects/${encodeURIComponent(slug)}/compare/${file}?${query}`;
  const saved = (label: string, about: string, file: string): ReportLink => ({
    label,
    about,
    href: at(file),
    download: true,
  });
  return [
    {
      label: 'Report to read or print',
      about: 'HTML, with figures and methods',
      href: at('report.html'),
      download: false,
    },
    saved('Report as PDF', 'Same contents, figures as vectors', 'report.pdf'),
    saved('Workbook', 'Excel: settings, jobs, inputs, what columns mean', 'report.xlsx'),
    saved('Table of settings', 'CSV, for R or Python', 'report.csv'),
    saved('Table for a paper', 'LaTeX: settings × inputs, and methods', 'report.tex'),
    saved('Table for notes', 'Markdown: settings × inputs, and methods', 'report.md'),
    saved('Everything as data', 'JSON, for programs', 'report.json'),
    saved('Bundle', 'ZIP of all of these with designs, logs and checksums', 'bundle.zip'),
  ];
}
