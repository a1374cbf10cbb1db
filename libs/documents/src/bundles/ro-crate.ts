/**
 * What the bundle is, for machines: RO-Crate 1.1 with the profile Workflow Run Crate 0.5. The script that computes the
 * comparison again is the workflow; each batch, design or job that was compared is a run of it.
 */
import type { ComparisonReport, ReportSource } from '@batchyard/domain';
import { reportTitle } from '../comparison-reports/texts.js';

const profiles = [
  { id: 'https://w3id.org/ro/wfrun/process/0.5', name: 'Process Run Crate', version: '0.5' },
  { id: 'https://w3id.org/ro/wfrun/workflow/0.5', name: 'Workflow Run Crate', version: '0.5' },
  { id: 'https://w3id.org/workflowhub/workflow-ro-crate/1.0', name: 'Workflow RO-Crate', version: '1.0' },
] as const;

const workflow = 'replay.sh';
const results = 'results.csv';

const mediaTypes: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  html: 'text/html',
  json: 'application/json',
  log: 'text/plain',
  md: 'text/markdown',
  pdf: 'application/pdf',
  sh: 'application/x-sh',
  svg: 'image/svg+xml',
  tex: 'application/x-tex',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  yaml: 'application/yaml',
};

interface CrateFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

export function crateMetadata(report: ComparisonReport, files: readonly CrateFile[]): string {
  const graph = [
    {
      '@id': 'ro-crate-metadata.json',
      '@type': 'CreativeWork',
      about: ref('./'),
      conformsTo: [
        ref('https://w3id.org/ro/crate/1.1'),
        ref('https://w3id.org/workflowhub/workflow-ro-crate/1.0'),
      ],
    },
    rootOf(report, files),
    ...profiles.map(({ id, name, version }) => ({ '@id': id, '@type': 'CreativeWork', name, version })),
    ...files.map((file) => (file.path === workflow ? workflowEntity(report, file) : fileEntity(file))),
    { '@id': '#shell', '@type': 'ComputerLanguage', name: 'POSIX shell' },
    softwareOf(report),
    ...report.facts.sources.map((source) => runOf(source)),
  ];
  const crate = { '@context': 'https://w3id.org/ro/crate/1.1/context', '@graph': graph };
  return `${JSON.stringify(crate, null, 2)}\n`;
}

const ref = (id: string) => ({ '@id': id });
/** Paths in a crate are URIs. */
const idOf = (path: string) => path.split('/').map(encodeURIComponent).join('/');

function rootOf(report: ComparisonReport, files: readonly CrateFile[]) {
  const { facts, comparison } = report;
  return {
    '@id': './',
    '@type': 'Dataset',
    name: `Comparison: ${reportTitle(report)}`,
    description: comparison.answer,
    datePublished: facts.generatedAt,
    license: 'Not stated',
    conformsTo: profiles.map(({ id }) => ref(id)),
    mainEntity: ref(workflow),
    hasPart: files.map(({ path }) => ref(idOf(path))),
    mentions: facts.sources.map((source) => ref(runId(source))),
  };
}

function fileEntity({ path, sha256, sizeBytes }: CrateFile) {
  const extension = path.split('.').at(-1) ?? '';
  return {
    '@id': idOf(path),
    '@type': 'File',
    name: path,
    contentSize: String(sizeBytes),
    sha256,
    encodingFormat: mediaTypes[extension] ?? 'text/plain',
  };
}

function workflowEntity({ facts }: ComparisonReport, file: CrateFile) {
  return {
    ...fileEntity(file),
    '@type': ['File', 'SoftwareSourceCode', 'ComputationalWorkflow'],
    name: `${facts.pipelineTitle}: all settings of the comparison`,
    programmingLanguage: ref('#shell'),
    softwareRequirements: ref('#pipeline'),
  };
}

function softwareOf({ facts }: ComparisonReport) {
  const versions = [...new Set(facts.sources.map(({ pipelineVersion }) => pipelineVersion))].sort();
  return {
    '@id': '#pipeline',
    '@type': 'SoftwareApplication',
    name: facts.pipelineName,
    softwareVersion: versions.join(', '),
  };
}

const runId = ({ label }: ReportSource) => `#run-${label}`;

function runOf(source: ReportSource) {
  const { kind, id, name, createdAt, finishedAt } = source;
  return {
    '@id': runId(source),
    '@type': 'CreateAction',
    name: id === null ? name : `${name} (${kind} ${id})`,
    instrument: ref(workflow),
    result: [ref(results)],
    ...(createdAt === null ? {} : { startTime: createdAt }),
    ...(finishedAt === null ? {} : { endTime: finishedAt }),
    actionStatus:
      finishedAt === null
        ? 'http://schema.org/ActiveActionStatus'
        : 'http://schema.org/CompletedActionStatus',
  };
}
