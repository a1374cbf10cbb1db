'use client';
import { Alert, Group, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import type { ScheduleFormData } from './queries';
import type { PartProps, ScheduleDraft, SheetDraft } from './schedule-draft';

type TargetProps = PartProps & { readonly choices: ScheduleFormData };

/** Whether it is said what the schedule starts. */
export function isTargetChosen({ target, sheet }: ScheduleDraft): boolean {
  return target === 'sheet'
    ? sheet.share !== '' && sheet.path.trim() !== '' && sheet.jobsOf !== ''
    : target !== '';
}

/** What it starts: a design, a template, or the rows of a sheet; and on which files. */
export function TargetFields({ choices, draft, set }: TargetProps) {
  const { designs, templates } = choices.project;
  const hasShares = choices.project.shares.length > 0;
  const groups = [
    {
      group: 'Designs',
      items: designs.nodes.map(({ id, name }) => ({ value: `design:${id}`, label: `${name} (${id})` })),
    },
    {
      group: 'Templates',
      items: templates.map(({ id, name }) => ({ value: `template:${id}`, label: name })),
    },
    ...(hasShares
      ? [{ group: 'Sheets', items: [{ value: 'sheet', label: 'The rows of a sheet on a share' }] }]
      : []),
  ];
  if (designs.nodes.length + templates.length === 0 && !hasShares) {
    return (
      <Alert color="yellow" variant="light">
        This project has neither a design nor a template. Start a batch first: its design is kept and can be
        run again by a schedule.
      </Alert>
    );
  }
  return (
    <Stack gap="sm">
      <Select
        label="Starts"
        data={groups}
        value={draft.target === '' ? null : draft.target}
        onChange={(target) =>
          set({
            target: target ?? '',
            inputs: {},
            templateVersion: null,
            ...onlyShare(draft, choices.project.shares),
          })
        }
        placeholder="A design, a template or a sheet"
        searchable
        maw={420}
        required
      />
      {draft.target === 'sheet' && <SheetFields choices={choices} draft={draft} set={set} />}
      <InputFields choices={choices} draft={draft} set={set} />
      <Switch
        checked={draft.newOnly}
        onChange={(event) => set({ newOnly: event.currentTarget.checked })}
        label="Only what is new"
        description="Leaves out jobs that have a result already: equal parameters on equal content, whatever the file is called."
      />
    </Stack>
  );
}

/** Where there is one share only, nobody need choose it. */
function onlyShare({ sheet }: ScheduleDraft, shares: readonly string[]): Partial<ScheduleDraft> {
  const [share] = shares;
  return share !== undefined && shares.length === 1 && sheet.share === ''
    ? { sheet: { ...sheet, share } }
    : {};
}

function SheetFields({ choices, draft, set }: TargetProps) {
  const { sheet } = draft;
  const change = (changes: Partial<SheetDraft>) => set({ sheet: { ...sheet, ...changes } });
  const jobsOf = [
    {
      group: 'Templates',
      items: choices.project.templates.map(({ id, name }) => ({ value: `template:${id}`, label: name })),
    },
    {
      group: 'Pipelines',
      items: choices.pipelines.map(({ name, title }) => ({ value: `pipeline:${name}`, label: title })),
    },
  ];
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label="Share"
          data={[...choices.project.shares]}
          value={sheet.share === '' ? null : sheet.share}
          onChange={(share) => change({ share: share ?? '' })}
          w={160}
          required
        />
        <TextInput
          label="Sheet file"
          description="Below the share; xlsx, ods, csv or tsv"
          value={sheet.path}
          onChange={(event) => change({ path: event.currentTarget.value })}
          placeholder="night/jobs.xlsx"
          w={340}
          maw="100%"
          required
        />
        <TextInput
          label="Sheet"
          description="Of a workbook; empty: the first"
          value={sheet.sheet}
          onChange={(event) => change({ sheet: event.currentTarget.value })}
          w={200}
        />
      </Group>
      <Select
        label="Each row is a job of"
        data={jobsOf}
        value={sheet.jobsOf === '' ? null : sheet.jobsOf}
        onChange={(value) => change({ jobsOf: value ?? '' })}
        searchable
        maw={420}
        required
      />
      <Textarea
        label="Columns"
        description="One line a column: its heading = the field. Other columns are matched as in the last import of such a sheet, or by their names."
        value={sheet.mapping}
        onChange={(event) => change({ mapping: event.currentTarget.value })}
        placeholder={'Recording = inputs.markers\nLambda = weights.lambda_rigid'}
        autosize
        minRows={2}
        maw={560}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
      />
    </>
  );
}

/** Files of the inputs of a template, or for all rows of a sheet. */
function InputFields({ choices, draft, set }: TargetProps) {
  const isSheet = draft.target === 'sheet';
  const key = isSheet ? draft.sheet.jobsOf : draft.target;
  const template = choices.project.templates.find(({ id }) => key === `template:${id}`);
  const name = template?.pipelineName ?? (key.startsWith('pipeline:') ? key.slice('pipeline:'.length) : null);
  const pipeline = choices.pipelines.find((each) => each.name === name);
  const description = isSheet
    ? 'A file of the project or of a share for all rows; empty where rows name their own'
    : 'A file of the project, or of a share such as lab:/night/plate.csv. One input may have stars for many files, such as night_*.csv. Empty where the template shares a file.';
  return pipeline?.inputs.map((input) => (
    <TextInput
      key={input.name}
      label={input.title}
      description={description}
      value={draft.inputs[input.name] ?? ''}
      onChange={(event) => set({ inputs: { ...draft.inputs, [input.name]: event.currentTarget.value } })}
      maw={560}
    />
  ));
}
