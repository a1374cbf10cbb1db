/** Where the report of a batch can be had, in which forms. */

import type { ReportLink } from '../page/report-menu';

/** @param urls paths on this server; the report's ends in `.html` */
export function reportLinks(urls: { readonly reportUrl: string; readonly outputsUrl: string }): ReportLink[] {
  const as = (extension: string) => urls.reportUrl.replace(/\.html$/, `.${extension}`);
  return [
    { label: 'Report to read or print', about: 'HTML, one page', href: urls.reportUrl, download: false },
    { label: 'Table of all jobs', about: 'CSV, for Excel, R or Python', href: as('csv'), download: true },
    { label: 'Everything as data', about: 'JSON, for programs', href: as('json'), download: true },
    { label: 'All result files', about: 'ZIP archive', href: urls.outputsUrl, download: true },
  ];
}
