'use client';
import type { ProjectRole } from '@batchyard/domain';
import { ActionIcon, Button, Group, Modal, Select, Stack, Table, Text, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useSubmit } from '@/graphql/hooks';
import { ProblemList } from '@/problems/problem-list';
import { useCurrentProject } from './project-frame';
import { type ProjectData, projectQuery, setProjectMember } from './queries';
import { roleNames, roleOptions } from './roles';

type Member = ProjectData['members'][number];

/** Members with their roles; maintainers change and remove them here. */
export function MemberTable({ members }: { readonly members: readonly Member[] }) {
  const project = useCurrentProject();
  const [leaving, setLeaving] = useState<Member | null>(null);
  const change = useSubmit(setProjectMember, [projectQuery]);
  const setRole = ({ user }: Member, role: ProjectRole) =>
    change.mutate({ input: { projectSlug: project.slug, email: user.email, role } });
  return (
    <>
      <Table.ScrollContainer minWidth={320}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th w={140}>Role</Table.Th>
              {project.may('manage') && <Table.Th w={56} aria-label="Remove" />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map((member) => (
              <MemberRow key={member.user.id} member={member} onRole={setRole} onRemove={setLeaving} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <ProblemList error={change.error} />
      <Modal opened={leaving !== null} onClose={() => setLeaving(null)} title="Remove from the project?">
        {leaving && <RemoveMember member={leaving} onDone={() => setLeaving(null)} />}
      </Modal>
    </>
  );
}

interface MemberRowProps {
  readonly member: Member;
  readonly onRole: (member: Member, role: ProjectRole) => void;
  readonly onRemove: (member: Member) => void;
}

function MemberRow({ member, onRole, onRemove }: MemberRowProps) {
  const project = useCurrentProject();
  const { user, role } = member;
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" fw={550}>
          {user.name}
        </Text>
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>
        {project.may('manage') ? (
          <Select
            aria-label={`Role of ${user.name}`}
            data={roleOptions}
            value={role}
            onChange={(value) => value && onRole(member, value as ProjectRole)}
            allowDeselect={false}
            size="xs"
          />
        ) : (
          roleNames[role]
        )}
      </Table.Td>
      {project.may('manage') && (
        <Table.Td ta="right">
          <Tooltip label="Remove from the project">
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove ${user.name}`}
              onClick={() => onRemove(member)}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

function RemoveMember({ member, onDone }: { readonly member: Member; readonly onDone: () => void }) {
  const project = useCurrentProject();
  const submit = useSubmit(setProjectMember, [projectQuery]);
  const { name, email } = member.user;
  const remove = () =>
    submit.mutate({ input: { projectSlug: project.slug, email, role: null } }, { onSuccess: onDone });
  return (
    <Stack gap="md">
      <Text size="sm">
        {name} will no longer see {project.name}. Files, batches and results stay.
      </Text>
      <ProblemList error={submit.error} />
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone} data-autofocus>
          Keep
        </Button>
        <Button color="red" loading={submit.isPending} onClick={remove}>
          Remove
        </Button>
      </Group>
    </Stack>
  );
}
