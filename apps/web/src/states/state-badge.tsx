import type { BatchState, JobState } from '@batchyard/domain';
import { batchLooks, jobLooks, type StateLook } from './look';
import classes from './states.module.css';

function Badge({ look }: { readonly look: StateLook }) {
  const Icon = look.icon;
  return (
    <span className={classes.badge} style={{ color: look.tone }}>
      <Icon size={15} stroke={2} aria-hidden />
      {look.word}
    </span>
  );
}

/** A job's state: icon, word and colour. */
export function JobStateBadge({ state }: { readonly state: JobState }) {
  return <Badge look={jobLooks[state]} />;
}

/** A batch's state: icon, word and colour. */
export function BatchStateBadge({ state }: { readonly state: BatchState }) {
  return <Badge look={batchLooks[state]} />;
}
