/** What each role may do, in words. */
import { type ProjectRole, projectRoles, roleAllows } from '@batchyard/domain';

export const roleNames: Readonly<Record<ProjectRole, string>> = {
  viewer: 'Viewer',
  editor: 'Editor',
  maintainer: 'Maintainer',
};

/** `sees everything, uploads and runs`: what the domain allows the role. */
export function roleMeaning(role: ProjectRole): string {
  const may = [
    'sees everything',
    ...(roleAllows(role, 'upload') ? ['uploads files'] : []),
    ...(roleAllows(role, 'run') ? ['runs batches'] : []),
    ...(roleAllows(role, 'manage') ? ['manages members and settings'] : []),
  ];
  return may.length === 1 ? (may[0] ?? '') : `${may.slice(0, -1).join(', ')} and ${may.at(-1)}`;
}

/** Choices of a role, smallest first. */
export const roleOptions = projectRoles.map((role) => ({ value: role, label: roleNames[role] }));
