import { request } from '@/graphql/client';
import { ApiError } from '@/graphql/error';
import { graphql } from '@/graphql/tada';
import { saveTemplate } from '@/templates/queries';

const formerQuery = graphql(`
  query FormerScaffold($slug: String!, $name: String!) {
    project(slug: $slug) {
      id
      template(name: $name) { id params options files { input fileId } }
    }
  }
`);

/**
 * Keeps a scaffold as a version of a template of the site: what the newest version holds beside it stays.
 * @throws ApiError
 */
export async function saveScaffoldTemplate(slug: string, name: string, scaffoldId: string) {
  const former = (await request(formerQuery, { slug, name })).project.template;
  const others = (former?.files ?? []).flatMap(({ input, fileId }) =>
    input === 'scaffold' || fileId === null ? [] : [{ input, fileId }],
  );
  const input = {
    projectSlug: slug,
    name,
    pipeline: 'river-discharge',
    params: former?.params ?? {},
    options: former?.options ?? {},
    files: [...others, { input: 'scaffold', fileId: scaffoldId }],
  };
  const { template, problems } = (await request(saveTemplate, { input })).saveTemplate;
  if (template !== null) return template;
  throw new ApiError('BAD_REQUEST', problems[0]?.message ?? 'The template was not saved.', problems);
}
