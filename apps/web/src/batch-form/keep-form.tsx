'use client';
import { draftOfDesign, mainInputOf } from '@batchyard/domain';
import { useMemo } from 'react';
import { chosenFiles } from '@/inputs/selection';
import { useCurrentProject } from '@/projects/project-frame';
import { CopyLaunchLink } from '@/templates/copy-launch-link';
import { type DraftFile, SaveTemplate, type TemplateDraft } from '@/templates/save-template';
import { type FormPipeline, type FormState, readForm } from './form-state';
import { linkOfForm } from './launch-link';
import { isUntouched } from './stored-form';

export interface KeepFormProps {
  readonly state: FormState;
  readonly form: FormPipeline;
}

/** Keeps what was filled in: as an address, or as a template. */
export function KeepForm({ state, form }: KeepFormProps) {
  const project = useCurrentProject();
  const link = useMemo(() => linkOfForm(state, form), [state, form]);
  if (isUntouched(state)) return null;
  const lacks = link.leftOut.length > 0 ? ` It does not carry ${link.leftOut.join(', ')}.` : '';
  return (
    <>
      <CopyLaunchLink
        size="xs"
        path={project.at(`/batches/new?${link.query}`)}
        label={`The address of this form as it is filled in. It starts nothing.${lacks}`}
      />
      {state.yaml === null && (
        <SaveTemplate
          draft={draftOf(state, form)}
          about={<>Parameters and options of this form that are not the default.</>}
        />
      )}
    </>
  );
}

/** null while a field cannot be read. */
function draftOf(state: FormState, form: FormPipeline): TemplateDraft | null {
  const { spec, options, messages } = readForm(state, form);
  if (Object.keys(messages).some((field) => field !== 'inputs')) return null;
  const { params, inputs, varied } = draftOfDesign(spec);
  return { pipelineName: form.name, params, options, varied, files: filesOf(state, form, inputs) };
}

function filesOf(
  { selection }: FormState,
  form: FormPipeline,
  inputs: ReturnType<typeof draftOfDesign>['inputs'],
): readonly DraftFile[] {
  const main = mainInputOf(form.inputs);
  const shared = Object.values(selection.shared ?? {}).flat();
  const names = new Map([...chosenFiles(selection), ...shared].map(({ id, name }) => [id, name]));
  // What a template brought stays with it while no main file is chosen.
  const ofShared = Object.fromEntries(
    Object.entries(selection.main.length === 0 ? (selection.shared ?? {}) : {}).map(([input, files]) => [
      input,
      files.map(({ id }) => id),
    ]),
  );
  return Object.entries({ ...ofShared, ...inputs }).flatMap(([input, ids]) =>
    [ids].flat().map((fileId) => ({
      input,
      fileId,
      name: names.get(fileId) ?? `file ${fileId}`,
      suggested: input !== main,
    })),
  );
}
