'use client';
import { type ProjectRole, projectRoles } from '@batchyard/domain';
import { ActionIcon, Button, Group, Select, Table, Text, TextInput, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useApi, useSubmit } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from './project-frame';
import { type ProjectData, projectQuery, setProjectMember } from './queries';

const roleMeanings: Record<ProjectRole, string> = {
  viewer: 'Viewer: sees everything',
  editor: 'Editor: also uploads, runs and edits',
  maintainer: 'Maintainer: also manages members and settings',
};
const roleOptions = projectRoles.map((role) => ({ value: role, label: roleMeanings[role] }));

/** Who belongs to the project and what they may do. */
export function Members() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(projectQuery, { slug: project.slug });
  const change = useSubmit(setProjectMember, [projectQuery]);
  const set = (email: string, role: ProjectRole | null) =>
    change.mutate({ input: { projectSlug: project.slug, email, role } });
  return (
    <>
      <PageHead
        title="Members"
        crumbs={[project.crumb]}
        description="People outside this list cannot see that the project exists."
      />
      <Panel>
        {!data ? (
          error ? (
            <Failure error={error} retry={refetch} />
          ) : (
            <LoadingRows />
          )
        ) : (
          <MemberTable members={data.project.members} onSet={project.may('manage') ? set : null} />
        )}
        {project.may('manage') && <AddMember onAdd={set} busy={change.isPending} />}
        <ProblemList error={change.error} />
      </Panel>
    </>
  );
}

interface MemberTableProps {
  readonly members: ProjectData['members'];
  /** Changes a role or, with null, removes; absent where the visitor may not. */
  readonly onSet: ((email: string, role: ProjectRole | null) => void) | null;
}

function MemberTable({ members, onSet }: MemberTableProps) {
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th w={340}>Role</Table.Th>
            {onSet && <Table.Th w={50} aria-label="Remove" />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {members.map(({ user, role }) => (
            <Table.Tr key={user.id}>
              <Table.Td>
                <Text size="sm" fw={550}>
                  {user.name}
                </Text>
                <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                  {user.email}
                </Text>
              </Table.Td>
              <Table.Td>
                {onSet ? (
                  <Select
                    aria-label={`Role of ${user.name}`}
                    data={roleOptions}
                    value={role}
                    onChange={(value) => value && onSet(user.email, value as ProjectRole)}
                    allowDeselect={false}
                    size="xs"
                  />
                ) : (
                  roleMeanings[role]
                )}
              </Table.Td>
              {onSet && (
                <Table.Td>
                  <Tooltip label="Remove from the project">
                    <ActionIcon
                      variant="subtle"
                      color="red"
                      aria-label={`Remove ${user.name}`}
                      onClick={() => onSet(user.email, null)}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </Tooltip>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface AddMemberProps {
  readonly onAdd: (email: string, role: ProjectRole) => void;
  readonly busy: boolean;
}

function AddMember({ onAdd, busy }: AddMemberProps) {
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<ProjectRole>('editor');
  const add = (event: FormEvent) => {
    event.preventDefault();
    onAdd(email, role);
    setEmail('');
  };
  return (
    <form onSubmit={add}>
      <Group align="flex-end" gap="sm" my="md">
        <TextInput
          type="email"
          label="Add somebody by e-mail"
          description="They need an account on this installation."
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          required
          flex="1 1 240px"
        />
        <Select
          aria-label="Role"
          data={roleOptions}
          value={role}
          onChange={(value) => setRole((value ?? 'editor') as ProjectRole)}
          allowDeselect={false}
          flex="1 1 240px"
        />
        <Button type="submit" loading={busy}>
          Add
        </Button>
      </Group>
    </form>
  );
}
