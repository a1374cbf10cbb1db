/** For `update batch set state = …`: a batch that stops or is cancelled proposes nothing more. @param state its new state, as SQL */
export const proposalsAfter = (state: string) =>
  `proposals_left = case when ${state} in ('running', 'paused') then proposals_left else 0 end`;
