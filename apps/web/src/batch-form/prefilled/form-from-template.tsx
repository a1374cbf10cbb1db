'use client';
import { isJsonObject } from '@batchyard/domain';
import { Anchor, Paper, Text } from '@mantine/core';
import Link from 'next/link';
import { useApi } from '@/graphql/hooks';
import type { ResultOf } from '@/graphql/tada';
import { addMain, type ChosenFile, type InputSelection, mainInput, noSelection } from '@/inputs/selection';
import { Failure } from '@/page/failure';
import { LoadingPage } from '@/page/loading';
import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import { useCurrentProject } from '@/projects/project-frame';
import { formPipeline } from '../form-pipeline';
import { emptyForm, type FormState } from '../form-state';
import { type LinkValues, withLinkValues } from '../launch-link';
import { NewBatchForm } from '../new-batch-form';
import { withParams } from '../prefill';
import { templateToUseQuery } from '../queries';
import { LinkFiles } from './link-files';

export interface FormFromTemplateProps {
  readonly templateId: string;
  /** Text of a number; null: the newest one. */
  readonly version: string | null;
  /** What the address gives in place of the template's values. */
  readonly values: LinkValues;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
}

type Template = ResultOf<typeof templateToUseQuery>['template'];
type Version = Template['versions'][number];

/** The form with parameters, options and shared files of a template, and the values of the address over them. */
export function FormFromTemplate(props: FormFromTemplateProps) {
  const { data, error, refetch } = useApi(templateToUseQuery, { id: props.templateId });
  if (error) return <Failure error={error} retry={refetch} />;
  if (!data) return <LoadingPage />;
  return (
    <LinkFiles values={props.values}>{(files) => <Filled {...props} {...data} files={files} />}</LinkFiles>
  );
}

interface FilledProps extends FormFromTemplateProps {
  readonly template: Template;
  readonly files: readonly ChosenFile[];
}

function Filled({ template, version: wanted, values, files, pipelines, optionFields }: FilledProps) {
  const shared = { pipelines, optionFields };
  const pipeline = pipelines.find(({ name }) => name === template.pipelineName);
  const found = template.versions.find(
    ({ version }) => String(version) === (wanted ?? String(template.version)),
  );
  const version = found ?? template.versions[0];
  if (pipeline === undefined || version === undefined) {
    const sentence = `The template ${template.name} is for the pipeline ${template.pipelineName}, which is not offered.`;
    return <NewBatchForm {...shared} initial={emptyForm} leftOut={[sentence]} />;
  }
  const form = formPipeline(pipeline, optionFields);
  const own = ownForm(template, version, pipeline, form);
  const filled = withLinkValues(own.form, values, form, files);
  const leftOut = [
    ...(found
      ? []
      : [`version=${wanted}: ${template.name} has no such version; this is version ${version.version}.`]),
    ...own.problems,
    ...filled.problems,
  ];
  return (
    <NewBatchForm
      {...shared}
      initial={filled.form}
      leftOut={leftOut}
      origin={<Origin template={template} version={version} pipeline={pipeline} />}
    />
  );
}

function ownForm(
  template: Template,
  { version, params, options, files }: Version,
  pipeline: WholePipeline,
  form: ReturnType<typeof formPipeline>,
): { readonly form: FormState; readonly problems: readonly string[] } {
  const filled = withParams(form, isJsonObject(params) ? params : {}, isJsonObject(options) ? options : {});
  return {
    form: {
      ...filled,
      selection: selectionWith(pipeline, files),
      metadata: [{ name: 'template', value: `${template.name}, version ${version}` }],
    },
    problems: files.flatMap(({ name, fileId }) =>
      fileId === null ? [`The project no longer has the shared file ${name}.`] : [],
    ),
  };
}

/** Shared files stand beside every file that is chosen for the main input. */
function selectionWith({ inputs }: WholePipeline, files: Version['files']): InputSelection {
  const main = mainInput(inputs);
  const chosen = (input: string): ChosenFile[] =>
    files.flatMap(({ input: its, name, fileId: id }) => (its === input && id !== null ? [{ id, name }] : []));
  const others = inputs.filter(({ name }) => name !== main?.name && chosen(name).length > 0);
  const shared = Object.fromEntries(others.map(({ name }) => [name, chosen(name)]));
  const selection = others.length === 0 ? noSelection : { ...noSelection, shared };
  return main === undefined ? selection : addMain(selection, chosen(main.name));
}

interface OriginProps {
  readonly template: Template;
  readonly version: Version;
  readonly pipeline: WholePipeline;
}

function Origin({ template, version, pipeline }: OriginProps) {
  const project = useCurrentProject();
  const titles = new Map(pipeline.inputs.map(({ name, title }) => [name, title]));
  const files = version.files.map(({ input, name }) => `${titles.get(input) ?? input} ${name}`);
  return (
    <Paper withBorder px="md" py="xs" mb="md" bg="var(--surface)" role="status">
      <Text size="sm">
        Filled in from the template{' '}
        <Anchor component={Link} href={project.at(`/templates/${template.id}`)} size="sm">
          {template.name}
        </Anchor>
        , version {version.version}
        {version.version === template.version ? '' : ` of ${template.version}`}
        {template.archivedAt === null ? '' : ', which is archived'}.
        {files.length > 0 && ` All jobs share ${files.join(', ')}.`} Nothing is started until you say so.
      </Text>
    </Paper>
  );
}
