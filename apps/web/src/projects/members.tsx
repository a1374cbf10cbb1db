'use client';
import { type ProjectRole, projectRoles } from '@batchyard/domain';
import { Stack, Text } from '@mantine/core';
import { useApi } from '@/graphql/hooks';
import { Failure } from '@/page/failure';
import { LoadingRows } from '@/page/loading';
import { PageHead } from '@/page/page-head';
import { Panel } from '@/page/panel';
import { AddMember } from './add-member';
import { MemberTable } from './member-table';
import { useCurrentProject } from './project-frame';
import { projectQuery } from './queries';
import { roleMeaning, roleNames } from './roles';

/** Who belongs to the project and what they may do. */
export function Members() {
  const project = useCurrentProject();
  const { data, error, refetch } = useApi(projectQuery, { slug: project.slug });
  return (
    <>
      <PageHead
        title="Members"
        crumbs={[project.crumb]}
        description="Nobody else can see that the project exists, except administrators of this installation."
      />
      <Stack gap="md">
        {project.may('manage') && (
          <Panel title="Add a member">
            <AddMember />
          </Panel>
        )}
        <Panel>
          {data ? (
            <MemberTable members={data.project.members} />
          ) : error ? (
            <Failure error={error} retry={refetch} />
          ) : (
            <LoadingRows rows={4} />
          )}
          <Stack gap={2} mt="xs">
            {projectRoles.map((role) => (
              <RoleLine key={role} role={role} />
            ))}
          </Stack>
        </Panel>
      </Stack>
    </>
  );
}

function RoleLine({ role }: { readonly role: ProjectRole }) {
  return (
    <Text size="sm" c="dimmed">
      <Text span inherit fw={600}>
        {roleNames[role]}
      </Text>{' '}
      {roleMeaning(role)}.
    </Text>
  );
}
