/** What the command reads of each problem that a server reports. */
export const problemFields =
  'problems { code severity message place { parameter input file line column } value expectation fix }';
