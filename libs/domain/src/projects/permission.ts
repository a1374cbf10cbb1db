/** Who may do what: the one table that the API's rules and the UI's buttons are derived from. */

export const projectRoles = ['viewer', 'editor', 'maintainer'] as const;
export type ProjectRole = (typeof projectRoles)[number];

/** Smallest role that may do each thing in a project; instance administrators may do all of them. */
const minimumRole = {
  read: 'viewer',
  run: 'editor',
  upload: 'editor',
  edit: 'editor',
  manage: 'maintainer',
} as const satisfies Record<string, ProjectRole>;
export type ProjectAction = keyof typeof minimumRole;

export function roleAllows(role: ProjectRole, action: ProjectAction): boolean {
  return projectRoles.indexOf(role) >= projectRoles.indexOf(minimumRole[action]);
}
