import type { Field } from '@/parameters/fields';
import type { WholePipeline } from '@/pipelines/queries';
import type { FormState } from './form-state';
import type { UpdateForm } from './use-form';

/** The form of one pipeline and its state. */
export interface StepsProps {
  readonly pipeline: WholePipeline;
  readonly pipelines: readonly WholePipeline[];
  readonly optionFields: readonly Field[];
  readonly state: FormState;
  readonly update: UpdateForm;
  /** Called when the batch was started and the form need not be kept. */
  readonly forget: () => void;
}
