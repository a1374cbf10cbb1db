/** Undo of a change of the vocabulary: the one before becomes the next revision. */
import { isDeepStrictEqual } from 'node:util';
import { defaultVocabulary, UserError, type Vocabulary } from '@batchyard/domain';
import type { UndoHandler } from '../changesets/undo-handler.js';
import { checkAgainstUse, lockVocabulary, writeVocabulary } from './vocabulary-store.js';

export const vocabularyUndo: UndoHandler = {
  async check(session, { projectId }, entries) {
    const now = await lockVocabulary(session, projectId);
    const [entry] = entries;
    if (!isDeepStrictEqual(now.definition, entry?.after ?? defaultVocabulary)) {
      const reason = `It has been changed since, to revision ${now.revision}.`;
      return [{ entity: 'vocabulary', name: 'The vocabulary', reason }];
    }
    try {
      await checkAgainstUse(session, projectId, entry?.before ?? defaultVocabulary);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.problems.map(({ message }) => ({
        entity: 'vocabulary',
        name: 'The vocabulary',
        reason: message,
      }));
    }
    return [];
  },

  async revert(session, { projectId }, undoId, entries) {
    const before = (entries[0]?.before ?? defaultVocabulary) as Vocabulary;
    await writeVocabulary(session, projectId, undoId, before);
  },
};
