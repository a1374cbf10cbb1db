import { problemFragment } from '@/graphql/error';
import { graphql, type ResultOf } from '@/graphql/tada';

export const importFragment = graphql(
  `
    fragment WholeImport on Import {
      id
      kind
      target
      fileName
      state
      problem { ...ProblemParts }
      format
      sheets { name isHidden }
      sheet
      headerRow
      headerBecause
      headRows { number cells }
      encoding
      delimiter
      decimal { value because }
      dateOrder { value because }
      rememberedFrom
      columns { column heading samples field confidence because }
      fields { name title description type expectation unit isRequired example values }
      rowCount
      counts { error conflict gone warning changed new unchanged }
      result
      notKept { cells rows }
      createdAt
      expiresAt
      changeset {
        id
        verb
        summary
        counts
        createdAt
        undoable
        actor { name }
        undoneBy { id createdAt actor { name } }
      }
    }
  `,
  [problemFragment],
);

export const importQuery = graphql(
  `
    query Import($id: ID!) {
      import(id: $id) { ...WholeImport }
    }
  `,
  [importFragment],
);
/** An import with all but its rows. */
export type WholeImport = ResultOf<typeof importFragment>;
export type ImportKind = WholeImport['kind'];
export type ImportColumn = WholeImport['columns'][number];
export type ImportField = WholeImport['fields'][number];

export const importsQuery = graphql(`
  query Imports($slug: String!) {
    project(slug: $slug) {
      id
      imports {
        id
        kind
        fileName
        state
        rowCount
        counts { error warning }
        result
        createdAt
        expiresAt
        changeset { id undoneBy { id } }
      }
    }
  }
`);
export type ListedImport = ResultOf<typeof importsQuery>['project']['imports'][number];

export const importRowsQuery = graphql(`
  query ImportRows($id: ID!, $numbers: [Int!]!) {
    import(id: $id) {
      id
      rows(numbers: $numbers) {
        rows {
          number
          cells
          editedColumns
          readTexts
          status
          problems { code severity column message value expectation suggestion damage }
          changes { field change theirs ours }
          decisions
        }
      }
    }
  }
`);
export type ImportRow = ResultOf<typeof importRowsQuery>['import']['rows']['rows'][number];
export type ChangedCell = ImportRow['changes'][number];
export type CellProblem = ImportRow['problems'][number];

export const rowNumbersQuery = graphql(`
  query ImportRowNumbers($id: ID!, $status: ImportRowStatus) {
    import(id: $id) { id rowNumbers(status: $status) }
  }
`);

export const problemsQuery = graphql(`
  query ImportProblems($id: ID!) {
    import(id: $id) {
      id
      errors: rowNumbers(status: error)
      warnings: rowNumbers(status: warning)
      problemGroups { code severity column field damage message suggestion count repairable firstRow }
    }
  }
`);
export type ProblemGroup = ResultOf<typeof problemsQuery>['import']['problemGroups'][number];

export const updateImport = graphql(
  `
    mutation UpdateImport($input: UpdateImportInput!) {
      updateImport(input: $input) { import { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const editImportCells = graphql(
  `
    mutation EditImportCells($input: EditImportCellsInput!) {
      editImportCells(input: $input) { import { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const repairImport = graphql(
  `
    mutation RepairImport($input: RepairImportInput!) {
      repairImport(input: $input) { mended { row before wasRead after } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

/** How far the work on an import is, asked often while it goes on. */
export const progressQuery = graphql(`
  query ImportProgress($id: ID!) {
    import(id: $id) { id progress { what done total } }
  }
`);

export const decideConflicts = graphql(
  `
    mutation DecideImportConflicts($input: DecideImportConflictsInput!) {
      decideImportConflicts(input: $input) { import { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const commitImport = graphql(
  `
    mutation CommitImport($input: CommitImportInput!) {
      commitImport(input: $input) { summary import { id } problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const discardImport = graphql(
  `
    mutation DiscardImport($id: ID!) {
      discardImport(id: $id) { done problems { ...ProblemParts } }
    }
  `,
  [problemFragment],
);

export const templatesQuery = graphql(`
  query ImportTemplates($slug: String!) {
    project(slug: $slug) { id templates { id name version pipelineName } }
  }
`);
