/** SQL: whether the job `j` was ended on its way as the design asks, not cancelled by a person. */
export const isStoppedEarly = `(j.state = 'cancelled' and j.cancel_reason is not null)`;
