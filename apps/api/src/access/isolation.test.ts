/**
 * What belongs to one project does not exist for those outside it: every query, mutation, subscription and route with
 * the ids of another project answers exactly as with ids that do not exist.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema } from 'graphql';
import { fillProject, runJob, specOf, type TestProject } from '../testing/project.js';
import { type Client, type Service, startTestService } from '../testing/service.js';

let service: Service;
let alice: Client;
let bob: Client;
let viewer: Client;
let administrator: Client;
let nobody: Client;
let a: TestProject;
let b: TestProject;
let artifactId: string;
let bulkActionId: string;
let templateId: string;
let subjectId: string;
let annotationId: string;
let changesetId: string;
let importId: string;
let scheduleId: string;
let receiverId: string;
let watchedFolderId: string;

beforeAll(async () => {
  service = await startTestService({ shares: new Map([['lab', os.tmpdir()]]) });
  [alice, bob, viewer] = [
    await service.signIn('alice'),
    await service.signIn('bob'),
    await service.signIn('viewer'),
  ];
  administrator = await service.signIn('root', 'administrator');
  nobody = service.client({});
  a = await fillProject(alice, 'a');
  b = await fillProject(bob, 'ab');
  await service.addMember('a', viewer, 'viewer');
  await runJob(service, a.jobIds[0] ?? '', {
    outcome: 'succeeded',
    metrics: { edge_error_mean_mm: 1 },
    artifact: '<svg/>',
  });
  const [artifact] = await service.database.query<{ id: string }>('select id from artifact');
  artifactId = artifact?.id ?? '';
  const { data } = await alice.graphql<{ startBulkAction: { bulkAction: { id: string } } }>(
    'mutation { startBulkAction(input: { projectSlug: "a", verb: retry, filter: {} }) { bulkAction { id } } }',
  );
  bulkActionId = data.startBulkAction.bulkAction.id;
  const saved = await alice.graphql<{ saveTemplate: { template: { id: string } } }>(
    'mutation { saveTemplate(input: { projectSlug: "a", name: "Usual", pipeline: "rigid-body" }) { template { id } } }',
  );
  templateId = saved.data.saveTemplate.template.id;
  const scheduled = await alice.graphql<{ createSchedule: { schedule: { id: string } } }>(
    `mutation { createSchedule(input: { projectSlug: "a", name: "Nightly", cron: "0 2 * * *", zone: "UTC", designId: "${a.designId}" }) { schedule { id } } }`,
  );
  scheduleId = scheduled.data.createSchedule.schedule.id;
  await administrator.graphql(
    'mutation { grantShare(input: { share: "lab", projectSlug: "a" }) { problems { code } } }',
  );
  const watched = await alice.graphql<{ createWatchedFolder: { watchedFolder: { id: string } } }>(
    `mutation { createWatchedFolder(input: { projectSlug: "a", name: "Inbox", share: "lab", designId: "${a.designId}" }) { watchedFolder { id } } }`,
  );
  watchedFolderId = watched.data.createWatchedFolder.watchedFolder.id;
  const told = await alice.graphql<{ createNotificationReceiver: { receiver: { id: string } } }>(
    'mutation { createNotificationReceiver(input: { projectSlug: "a", kind: mail, name: "Team", events: [digest], addresses: ["team@lab.example"] }) { receiver { id } } }',
  );
  receiverId = told.data.createNotificationReceiver.receiver.id;
  await annotate();
  const sheet = await alice.fetch('/imports/a?kind=annotations', {
    method: 'POST',
    body: formWith('plate.csv'),
  });
  importId = ((await sheet.json()) as { id: string }).id;
});
afterAll(() => service.stop());

/** Says something of a subject in project a. */
async function annotate(): Promise<void> {
  await alice.graphql(
    'mutation { createSubjects(input: { projectSlug: "a", subjects: [{ name: "e1", level: "embryo", frames: [{ number: 0 }] }] }) { problems { code } } }',
  );
  const { data } = await alice.graphql<{ assignAnnotations: { changeset: { id: string } } }>(
    'mutation { assignAnnotations(input: { projectSlug: "a", assignments: [{ subject: "e1", kind: "phenotype", value: "EDEMA" }] }) { changeset { id } } }',
  );
  changesetId = data.assignAnnotations.changeset.id;
  const [row] = await service.database.query<{ id: string; subject: string }>(
    'select id, subject_id as subject from annotation',
  );
  [annotationId, subjectId] = [row?.id ?? '', row?.subject ?? ''];
}

/** The ids of a project, or ids that lead nowhere. */
interface Ids {
  readonly slug: string;
  readonly fileId: string;
  readonly designId: string;
  readonly batchId: string;
  readonly jobId: string;
  readonly bulkActionId: string;
  readonly templateId: string;
  readonly subjectId: string;
  readonly annotationId: string;
  readonly changesetId: string;
  readonly importId: string;
  readonly scheduleId: string;
  readonly receiverId: string;
  readonly watchedFolderId: string;
}
const idsOf = (project: TestProject): Ids => ({
  ...project,
  jobId: project.jobIds[0] ?? '',
  bulkActionId,
  templateId,
  subjectId,
  annotationId,
  changesetId,
  importId,
  scheduleId,
  receiverId,
  watchedFolderId,
});
const absent: Ids = {
  slug: 'nowhere',
  fileId: '9',
  designId: '90',
  batchId: '900',
  jobId: '9000',
  bulkActionId: '90000',
  templateId: '900000',
  subjectId: '9000000',
  annotationId: '90000000',
  changesetId: '900000000',
  importId: '9000000000',
  scheduleId: '90000000000',
  receiverId: '900000000000',
  watchedFolderId: '900000000000',
};

const text = JSON.stringify;
/** Each root field that names something in a project: the field → a request for it. */
const requests: Record<string, (ids: Ids) => string> = {
  'Query.project': ({ slug }) => `{ project(slug: ${text(slug)}) { id } }`,
  'Query.design': ({ designId }) => `{ design(id: ${text(designId)}) { id } }`,
  'Query.batch': ({ batchId }) => `{ batch(id: ${text(batchId)}) { id } }`,
  'Query.job': ({ jobId }) => `{ job(id: ${text(jobId)}) { id } }`,
  'Query.comparison': ({ batchId }) =>
    `{ comparison(input: { batchIds: [${text(batchId)}] }) { totalJobs } }`,
  'Query.comparisonByInput': ({ designId }) =>
    `{ comparisonByInput(input: { designIds: [${text(designId)}] }) { total } }`,
  'Query.sweepContrast': ({ jobId }) =>
    `{ sweepContrast(a: { jobIds: [${text(jobId)}] }, b: { jobIds: [${text(jobId)}] }) { direction } }`,
  'Mutation.confirmWinners': ({ batchId }) =>
    `mutation { confirmWinners(input: { batchIds: [${text(batchId)}], settingKeys: ["x"] }) { problems { code } } }`,
  'Query.checkScaffold': ({ slug, fileId }) =>
    `{ checkScaffold(input: { projectSlug: ${text(slug)}, fileId: ${text(fileId)} }) { method } }`,
  'Query.template': ({ templateId }) => `{ template(id: ${text(templateId)}) { id } }`,
  'Query.templateDraft': ({ batchId }) => `{ templateDraft(batchId: ${text(batchId)}) { suggestedName } }`,
  'Mutation.renameTemplate': ({ templateId }) =>
    `mutation { renameTemplate(input: { templateId: ${text(templateId)}, name: "Other" }) { problems { code } } }`,
  'Mutation.archiveTemplate': ({ templateId }) =>
    `mutation { archiveTemplate(input: { templateId: ${text(templateId)} }) { problems { code } } }`,
  'Mutation.restoreTemplate': ({ templateId }) =>
    `mutation { restoreTemplate(input: { templateId: ${text(templateId)} }) { problems { code } } }`,
  'Mutation.saveTemplate': ({ slug }) =>
    `mutation { saveTemplate(input: { projectSlug: ${text(slug)}, name: "T", pipeline: "rigid-body" }) { problems { code } } }`,
  'Query.planBatch': ({ slug, designId }) =>
    `{ planBatch(input: { projectSlug: ${text(slug)}, designId: ${text(designId)} }) { cellCount } }`,
  'Mutation.updateProject': ({ slug }) =>
    `mutation { updateProject(input: { projectSlug: ${text(slug)}, name: "Taken" }) { problems { code } } }`,
  'Mutation.setProjectMember': ({ slug }) =>
    `mutation { setProjectMember(input: { projectSlug: ${text(slug)}, email: "bob@example.org", role: maintainer }) { problems { code } } }`,
  'Mutation.createDesign': ({ slug }) =>
    `mutation { createDesign(input: { projectSlug: ${text(slug)}, yaml: "name: x" }) { problems { code } } }`,
  'Mutation.startBatch': ({ slug, designId }) =>
    `mutation { startBatch(input: { projectSlug: ${text(slug)}, designId: ${text(designId)} }) { problems { code } } }`,
  'Mutation.renameFile': ({ fileId }) =>
    `mutation { renameFile(input: { fileId: ${text(fileId)}, name: "taken.csv" }) { problems { code } } }`,
  'Mutation.cancelJob': ({ jobId }) =>
    `mutation { cancelJob(input: { jobId: ${text(jobId)} }) { problems { code } } }`,
  'Mutation.retryJob': ({ jobId }) =>
    `mutation { retryJob(input: { jobId: ${text(jobId)} }) { problems { code } } }`,
  'Query.bulkAction': ({ bulkActionId: id }) => `{ bulkAction(id: ${text(id)}) { id } }`,
  'Mutation.setJobPriority': ({ jobId }) =>
    `mutation { setJobPriority(input: { jobId: ${text(jobId)}, priority: 1 }) { problems { code } } }`,
  'Mutation.completeDesign': ({ designId }) =>
    `mutation { completeDesign(input: { designId: ${text(designId)} }) { problems { code } } }`,
  'Mutation.extendDesign': ({ designId }) =>
    `mutation { extendDesign(input: { designId: ${text(designId)}, addReplicates: 1 }) { problems { code } } }`,
  'Query.readDesign': ({ slug }) =>
    `{ readDesign(projectSlug: ${text(slug)}, yaml: "name: x") { problems { code } } }`,
  'Mutation.startBulkAction': ({ slug }) =>
    `mutation { startBulkAction(input: { projectSlug: ${text(slug)}, verb: cancel, filter: {} }) { problems { code } } }`,
  'Query.subject': ({ subjectId: id }) =>
    `{ subject(id: ${text(id)}) { annotations { value } landmarks { name } frames { name } } }`,
  'Query.changeset': ({ changesetId: id }) => `{ changeset(id: ${text(id)}) { summary } }`,
  'Query.agreement': ({ slug }) =>
    `{ agreement(input: { projectSlug: ${text(slug)}, kind: "phenotype", authorA: "1", authorB: "1" }) { n } }`,
  'Mutation.assignAnnotations': ({ slug }) =>
    `mutation { assignAnnotations(input: { projectSlug: ${text(slug)}, assignments: [{ subject: "e1", kind: "phenotype", value: "TBD" }] }) { problems { code } } }`,
  'Mutation.keepAnnotationTable': ({ slug }) =>
    `mutation { keepAnnotationTable(input: { projectSlug: ${text(slug)} }) { problems { code } } }`,
  'Mutation.resolveOlderResult': ({ annotationId: id }) =>
    `mutation { resolveOlderResult(input: { annotationIds: [${text(id)}], decision: drop }) { problems { code } } }`,
  'Mutation.createSubjects': ({ slug }) =>
    `mutation { createSubjects(input: { projectSlug: ${text(slug)}, subjects: [{ name: "e2", level: "embryo" }] }) { problems { code } } }`,
  'Mutation.setLandmark': ({ subjectId: id }) =>
    `mutation { setLandmark(input: { subjectId: ${text(id)}, name: "hatch", frameNumber: 0 }) { problems { code } } }`,
  'Mutation.updateSubject': ({ subjectId: id }) =>
    `mutation { updateSubject(input: { subjectId: ${text(id)}, metadata: {} }) { problems { code } } }`,
  'Mutation.updateVocabulary': ({ slug }) =>
    `mutation { updateVocabulary(input: { projectSlug: ${text(slug)}, revision: 0, definition: {} }) { problems { code } } }`,
  'Mutation.undoChangeset': ({ changesetId: id }) =>
    `mutation { undoChangeset(input: { id: ${text(id)} }) { problems { code } } }`,
  'Query.import': ({ importId: id }) => `{ import(id: ${text(id)}) { fileName } }`,
  'Mutation.updateImport': ({ importId: id }) =>
    `mutation { updateImport(input: { id: ${text(id)}, decimal: "," }) { problems { code } } }`,
  'Mutation.editImportCells': ({ importId: id }) =>
    `mutation { editImportCells(input: { id: ${text(id)}, edits: [{ row: 1, column: 0, text: "x" }] }) { problems { code } } }`,
  'Mutation.repairImport': ({ importId: id }) =>
    `mutation { repairImport(input: { id: ${text(id)}, column: 0, code: "x", text: "x" }) { problems { code } } }`,
  'Mutation.decideImportConflicts': ({ importId: id }) =>
    `mutation { decideImportConflicts(input: { id: ${text(id)}, decision: ours }) { problems { code } } }`,
  'Mutation.commitImport': ({ importId: id }) =>
    `mutation { commitImport(input: { id: ${text(id)}, mode: valid_only }) { problems { code } } }`,
  'Mutation.importSheet': ({ slug, fileId }) =>
    `mutation { importSheet(input: { projectSlug: ${text(slug)}, kind: subjects, fileId: ${text(fileId)}, mode: valid_only }) { problems { code } } }`,
  'Mutation.discardImport': ({ importId: id }) =>
    `mutation { discardImport(id: ${text(id)}) { problems { code } } }`,
  'Query.schedule': ({ scheduleId: id }) => `{ schedule(id: ${text(id)}) { name } }`,
  'Mutation.createSchedule': ({ slug, designId }) =>
    `mutation { createSchedule(input: { projectSlug: ${text(slug)}, name: "S", cron: "0 1 * * *", zone: "UTC", designId: ${text(designId)} }) { problems { code } } }`,
  'Mutation.updateSchedule': ({ scheduleId: id, designId }) =>
    `mutation { updateSchedule(input: { scheduleId: ${text(id)}, name: "S", cron: "0 1 * * *", zone: "UTC", designId: ${text(designId)} }) { problems { code } } }`,
  'Mutation.startBackfill': ({ scheduleId: id }) =>
    `mutation { startBackfill(input: { scheduleId: ${text(id)}, from: "2026-01-01T00:00:00Z", until: "2026-01-02T00:00:00Z", which: all, stopOnFailure: true }) { problems { code } } }`,
  'Mutation.removeSchedule': ({ scheduleId: id }) =>
    `mutation { removeSchedule(input: { scheduleId: ${text(id)} }) }`,
  ...Object.fromEntries(
    ['pauseSchedule', 'resumeSchedule', 'runSchedule'].map((verb) => [
      `Mutation.${verb}`,
      ({ scheduleId: id }: Ids) =>
        `mutation { ${verb}(input: { scheduleId: ${text(id)} }) { problems { code } } }`,
    ]),
  ),
  ...Object.fromEntries(
    ['stopBackfill', 'resumeBackfill'].map((verb) => [
      `Mutation.${verb}`,
      ({ scheduleId: id }: Ids) =>
        `mutation { ${verb}(input: { scheduleId: ${text(id)}, backfillId: "1" }) { problems { code } } }`,
    ]),
  ),
  'Query.watchedFolder': ({ watchedFolderId: id }) => `{ watchedFolder(id: ${text(id)}) { name } }`,
  'Mutation.createWatchedFolder': ({ slug, designId }) =>
    `mutation { createWatchedFolder(input: { projectSlug: ${text(slug)}, name: "W", share: "lab", designId: ${text(designId)} }) { problems { code } } }`,
  'Mutation.updateWatchedFolder': ({ watchedFolderId: id, designId }) =>
    `mutation { updateWatchedFolder(input: { watchedFolderId: ${text(id)}, name: "W", share: "lab", designId: ${text(designId)} }) { problems { code } } }`,
  'Mutation.removeWatchedFolder': ({ watchedFolderId: id }) =>
    `mutation { removeWatchedFolder(input: { watchedFolderId: ${text(id)} }) }`,
  ...Object.fromEntries(
    ['pauseWatchedFolder', 'resumeWatchedFolder'].map((verb) => [
      `Mutation.${verb}`,
      ({ watchedFolderId: id }: Ids) =>
        `mutation { ${verb}(input: { watchedFolderId: ${text(id)} }) { problems { code } } }`,
    ]),
  ),
  'Query.notificationReceivers': ({ slug }) =>
    `{ notificationReceivers(projectSlug: ${text(slug)}) { name url deliveries { nodes { id } } } }`,
  'Mutation.createNotificationReceiver': ({ slug }) =>
    `mutation { createNotificationReceiver(input: { projectSlug: ${text(slug)}, kind: mail, name: "L", events: [digest], addresses: ["a@b.example"] }) { problems { code } } }`,
  'Query.notificationReceiver': ({ receiverId: id }) =>
    `{ notificationReceiver(id: ${text(id)}) { name url deliveries { nodes { id } } } }`,
  'Mutation.updateNotificationReceiver': ({ receiverId: id }) =>
    `mutation { updateNotificationReceiver(input: { receiverId: ${text(id)}, kind: webhook, name: "L", events: [digest], url: "https://x.example" }) { problems { code } } }`,
  'Mutation.sendNotificationAgain': ({ receiverId: id }) =>
    `mutation { sendNotificationAgain(input: { receiverId: ${text(id)}, deliveryId: "1" }) { done } }`,
  ...Object.fromEntries(
    ['renewWebhookSecret', 'removeNotificationReceiver', 'testNotificationReceiver'].map((verb) => [
      `Mutation.${verb}`,
      ({ receiverId: id }: Ids) =>
        `mutation { ${verb}(input: { receiverId: ${text(id)} }) { problems { code } } }`,
    ]),
  ),
  'Mutation.stopBulkAction': ({ bulkActionId: id }) =>
    `mutation { stopBulkAction(input: { bulkActionId: ${text(id)} }) { problems { code } } }`,
  ...Object.fromEntries(
    ['pauseBatch', 'resumeBatch', 'stopBatch', 'cancelBatch', 'retryFailedJobs'].map((verb) => [
      `Mutation.${verb}`,
      ({ batchId }: Ids) =>
        `mutation { ${verb}(input: { batchId: ${text(batchId)} }) { problems { code } } }`,
    ]),
  ),
};

/** Root fields that name nothing in a project; what they must show of others is tested below or elsewhere. */
const withoutProject: Record<string, string> = {
  'Query.me': '{ me { user { id } } }',
  'Query.projects': '{ projects { slug } }',
  'Query.pipelines': '{ pipelines { name } }',
  'Query.pipeline': '{ pipeline(name: "rigid-body") { name } }',
  'Query.workers': '{ workers { id } }',
  'Query.users': '{ users { id } }',
  'Query.pipelineVersions': '{ pipelineVersions { id } }',
  'Query.checkPipelineDefinition': '{ checkPipelineDefinition(yaml: "") { problems { code } } }',
  'Query.secrets': '{ secrets { name } }',
  'Mutation.definePipeline': 'mutation { definePipeline(input: { yaml: "" }) { problems { code } } }',
  'Mutation.retirePipeline': 'mutation { retirePipeline(input: { name: "x" }) { problems { code } } }',
  'Mutation.setSecret': 'mutation { setSecret(input: { name: "X", value: "y" }) { problems { code } } }',
  'Mutation.removeSecret': 'mutation { removeSecret(input: { name: "X" }) { done } }',
  'Query.myNotifications': '{ myNotifications { events } }',
  'Mutation.setMyNotifications':
    'mutation { setMyNotifications(input: { events: [] }) { problems { code } } }',
  'Query.notificationSettings': '{ notificationSettings { baseUrl } }',
  'Mutation.setNotificationSettings':
    'mutation { setNotificationSettings(input: { allowedNetworks: [] }) { problems { code } } }',
  'Mutation.testMail': 'mutation { testMail { done } }',
  'Query.batchOptionsSchema': '{ batchOptionsSchema }',
  'Query.schedulePoliciesSchema': '{ schedulePoliciesSchema }',
  'Query.shares': '{ shares { name } }',
  'Mutation.grantShare':
    'mutation { grantShare(input: { share: "lab", projectSlug: "ab" }) { problems { code } } }',
  'Mutation.revokeShare':
    'mutation { revokeShare(input: { share: "lab", projectSlug: "a" }) { problems { code } } }',
  'Query.cronTimes': '{ cronTimes(cron: "0 2 * * *", zone: "UTC") { times } }',
  'Mutation.createProject':
    'mutation { createProject(input: { slug: "n", name: "N" }) { problems { code } } }',
  'Mutation.setPassword': 'mutation { setPassword(input: { newPassword: "x" }) { done } }',
  'Mutation.createAccessToken':
    'mutation { createAccessToken(input: { name: "t", scope: read, expiresInDays: 1 }) { token } }',
  'Mutation.revokeAccessToken': 'mutation { revokeAccessToken(input: { accessTokenId: "1" }) { done } }',
  'Mutation.revokeSession': 'mutation { revokeSession(input: { sessionId: "1" }) { done } }',
  'Mutation.createUser':
    'mutation { createUser(input: { email: "e@example.org", name: "E" }) { signInUrl } }',
  'Mutation.createSignInLink': 'mutation { createSignInLink(input: { userId: "1" }) { signInUrl } }',
};

/** Tested over WebSocket in graphql/subscriptions.test.ts. */
const subscriptions = [
  'Subscription.batchChanged',
  'Subscription.bulkActionChanged',
  'Subscription.jobChanged',
  'Subscription.jobLog',
  'Subscription.subjectChanged',
];

const counts = () =>
  service.database.query(
    `select (select count(*) from changeset) as changes, (select count(*) from batch) as batches,
       (select count(*) from design) as designs, (select count(*) from file) as files,
       (select count(*) from project_member) as members, (select count(*) from template_version) as templates,
       (select count(*) from bulk_action) as actions, (select count(*) from import_draft) as imports, (select count(*) from subject) as subjects,
       (select json_agg(t) from template t) as names, (select json_agg(s) from schedule s) as schedules, (select json_agg(r) from notification_receiver r) as receivers, (select count(*) from notification_delivery) as deliveries, (select count(*) from backfill) as backfills,
       (select json_agg(w) from watched_folder w) as watched, (select count(*) from occurrence) as occurrences,
       (select count(*) from annotation where ended_by is null) as annotations`,
  );

describe('the matrix', () => {
  it('knows every root field of the schema', () => {
    const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    const fields = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
      (type) => Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
    );
    const known = [...Object.keys(requests), ...Object.keys(withoutProject), ...subscriptions];
    expect(fields.sort()).toEqual(known.sort());
  });

  it.each(Object.keys(requests))(
    '%s: what is not yours does not exist, and nothing is written',
    async (field) => {
      const request = requests[field] as (ids: Ids) => string;
      const before = await counts();
      const foreign = await bob.graphql(request(idsOf(a)));
      const missing = await bob.graphql(request(absent));
      expect(foreign.codes).toEqual(['NOT_FOUND']);
      // The very same words, but for the ids that the caller gave.
      expect(foreign.text).toBe(missing.text);
      expect((await nobody.graphql(request(idsOf(a)))).codes).toEqual(['UNAUTHENTICATED']);
      expect(await counts()).toEqual(before);
    },
  );

  it.each(Object.keys(requests).filter((field) => field.startsWith('Mutation.')))(
    '%s: a viewer may not',
    async (field) => {
      const before = await counts();
      expect((await viewer.graphql((requests[field] as (ids: Ids) => string)(idsOf(a)))).codes).toEqual([
        'FORBIDDEN',
      ]);
      expect(await counts()).toEqual(before);
    },
  );

  it.each(Object.entries(withoutProject))('%s: not without signing in', async (_field, query) => {
    expect((await nobody.graphql(query)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it.each([
    'Query.users',
    'Mutation.createUser',
    'Mutation.createSignInLink',
    'Query.pipelineVersions',
    'Query.checkPipelineDefinition',
    'Query.secrets',
    'Mutation.definePipeline',
    'Mutation.retirePipeline',
    'Mutation.setSecret',
    'Mutation.removeSecret',
    'Query.notificationSettings',
    'Mutation.setNotificationSettings',
    'Mutation.testMail',
    'Query.shares',
    'Mutation.grantShare',
    'Mutation.revokeShare',
  ])('%s: administrators only', async (field) => {
    expect((await alice.graphql(withoutProject[field] ?? '')).codes).toEqual(['FORBIDDEN']);
  });
});

describe('ids of two projects in one request', () => {
  it('a design of another project cannot be started in one’s own', async () => {
    const { codes } = await bob.graphql(
      `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } problems { code } } }`,
      { input: { projectSlug: b.slug, designId: a.designId } },
    );
    expect(codes).toEqual(['NOT_FOUND']);
  });

  it('a design of another of one’s own projects neither', async () => {
    const { codes } = await administrator.graphql(
      `mutation ($input: StartBatchInput!) { startBatch(input: $input) { batch { id } problems { code } } }`,
      { input: { projectSlug: b.slug, designId: a.designId } },
    );
    expect(codes).toEqual(['NOT_FOUND']);
  });

  it('files of another project are unknown to a design', async () => {
    const { data } = await bob.graphql(
      `mutation ($input: CreateDesignInput!) { createDesign(input: $input) { design { id } problems { code message } } }`,
      { input: { projectSlug: b.slug, spec: specOf(a.fileId) } },
    );
    expect(data).toEqual({
      createDesign: {
        design: null,
        problems: [{ code: 'UNKNOWN_FILE', message: `There is no file ${a.fileId} in this project.` }],
      },
    });
  });

  it('a comparison of both is refused as a whole', async () => {
    const query = 'query ($ids: [ID!]!) { comparison(input: { batchIds: $ids }) { totalJobs } }';
    expect((await bob.graphql(query, { ids: [b.batchId, a.batchId] })).codes).toEqual(['NOT_FOUND']);
  });

  it('one alias of an operation cannot use the access checked for another', async () => {
    const plan = (alias: string, slug: string, designId: string) =>
      `${alias}: planBatch(input: { projectSlug: ${text(slug)}, designId: ${text(designId)} }) { cellCount }`;
    const { codes } = await bob.graphql(
      `{ ${plan('x', b.slug, b.designId)} ${plan('y', a.slug, a.designId)} }`,
    );
    expect(codes).toEqual(['NOT_FOUND']);
  });

  it('annotations of another of one’s own projects cannot be decided along', async () => {
    const made = await bob.graphql<{ assignAnnotations: { changeset: { id: string } } }>(
      `mutation { createSubjects(input: { projectSlug: "ab", subjects: [{ name: "e1", level: "embryo" }] }) { problems { code } }
         assignAnnotations(input: { projectSlug: "ab", assignments: [{ subject: "e1", kind: "genotype", value: "WT" }] }) { changeset { id } } }`,
    );
    expect(made.codes).toEqual([]);
    const [own] = await service.database.query<{ id: string }>('select max(id) as id from annotation');
    const decide =
      'mutation ($ids: [ID!]!) { resolveOlderResult(input: { annotationIds: $ids, decision: drop }) { problems { code } } }';
    const both = { ids: [own?.id, annotationId] };
    expect((await bob.graphql(decide, both)).codes).toEqual(['NOT_FOUND']);
    expect((await administrator.graphql(decide, both)).codes).toEqual(['NOT_FOUND']);
  });

  it('a job or a file of another project cannot be annotated or shown', async () => {
    const assigned = await bob.graphql<{ assignAnnotations: { problems: { code: string }[] } }>(
      `mutation ($job: ID!) { assignAnnotations(input: { projectSlug: "ab", jobId: $job,
         assignments: [{ subject: "e1", kind: "genotype", value: "shh" }] }) { problems { code } } }`,
      { job: a.jobIds[0] },
    );
    expect(assigned.data.assignAnnotations.problems).toEqual([{ code: 'UNKNOWN_RESULT' }]);
    const made = await bob.graphql<{ createSubjects: { problems: { code: string }[] } }>(
      `mutation ($file: ID!) { createSubjects(input: { projectSlug: "ab", subjects: [
         { name: "e9", level: "embryo", frames: [{ number: 0, fileId: $file }] }] }) { problems { code } } }`,
      { file: a.fileId },
    );
    expect(made.data.createSubjects.problems).toEqual([{ code: 'UNKNOWN_FILE' }]);
    const { data } = await bob.graphql(
      'query ($parent: ID!) { project(slug: "ab") { subjects(filter: { parentId: $parent }) { nodes { id } } annotators { name } } }',
      { parent: subjectId },
    );
    expect(data).toEqual({ project: { subjects: { nodes: [] }, annotators: [{ name: 'bob' }] } });
  });

  it('filters find nothing of another project', async () => {
    const { data } = await bob.graphql(
      `query ($batch: ID!, $design: ID!) { project(slug: "ab") {
         jobs(filter: { batchId: $batch }) { nodes { id } } batches(filter: { designId: $design }) { nodes { id } } } }`,
      { batch: a.batchId, design: a.designId },
    );
    expect(data).toEqual({ project: { jobs: { nodes: [] }, batches: { nodes: [] } } });
  });

  it('lists show one’s own projects only, and an administrator all', async () => {
    expect((await bob.graphql('{ projects { slug myRole } }')).data).toEqual({
      projects: [{ slug: 'ab', myRole: 'maintainer' }],
    });
    expect((await viewer.graphql('{ projects { slug allowedActions } }')).data).toEqual({
      projects: [{ slug: 'a', allowedActions: ['read'] }],
    });
    expect((await administrator.graphql('{ projects { slug } }')).data).toEqual({
      projects: [{ slug: 'a' }, { slug: 'ab' }],
    });
  });
});

describe('routes', () => {
  const routes: [string, (of: TestProject | null) => [string, RequestInit?]][] = [
    ['a file', (of) => [`/files/${of?.fileId ?? '999'}/content`]],
    ['an artifact', (of) => [`/artifacts/${of === null ? '999' : artifactId}/content`]],
    ['an export', (of) => [`/projects/${of?.slug ?? 'nowhere'}/export/frames.csv`]],
    [
      'a template of imports',
      (of) => [`/projects/${of?.slug ?? 'nowhere'}/imports/template.xlsx?kind=subjects`],
    ],
    [
      'the headings of a template',
      (of) => [`/projects/${of?.slug ?? 'nowhere'}/imports/template.json?kind=subjects`],
    ],
    [
      'the dictionary of an export',
      (of) => [`/projects/${of?.slug ?? 'nowhere'}/export/jobs/dictionary.csv`],
    ],
    [
      'annotations',
      (of) => [
        `/annotations/${of?.slug ?? 'nowhere'}`,
        { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: '' },
      ],
    ],
    [
      'a sheet',
      (of) => [
        `/imports/${of?.slug ?? 'nowhere'}?kind=annotations`,
        { method: 'POST', body: formWith('plate.csv') },
      ],
    ],
    ['the file of a template', (of) => [`/templates/${of === null ? '999' : templateId}/file`]],
    [
      'an import of a template',
      (of) => [
        `/templates/${of?.slug ?? 'nowhere'}`,
        { method: 'POST', body: formWith('t.json', JSON.stringify(exportedTemplate)) },
      ],
    ],
    ['an upload', (of) => [`/files/${of?.slug ?? 'nowhere'}`, { method: 'POST', body: formWith('x.csv') }]],
  ];
  it.each(routes)('%s of another project does not exist', async (_name, of) => {
    const foreign = await bob.fetch(...of(a));
    const missing = await bob.fetch(...of(null));
    expect([foreign.status, await foreign.text()]).toEqual([404, await missing.text()]);
    expect((await nobody.fetch(...of(a))).status).toBe(401);
    expect((await alice.fetch(...of(a))).ok).toBe(true);
  });

  it('viewers may read files and neither upload nor import nor annotate', async () => {
    expect((await viewer.fetch('/annotations/a', { method: 'POST', body: '' })).status).toBe(403);
    const sheet = { method: 'POST', body: formWith('plate.csv') };
    expect((await viewer.fetch('/imports/a?kind=annotations', sheet)).status).toBe(403);
    expect((await viewer.fetch('/templates/a', { method: 'POST', body: formWith('t.json') })).status).toBe(
      403,
    );
    expect((await viewer.fetch(`/templates/${templateId}/file`)).status).toBe(200);
    expect((await viewer.fetch(`/files/${a.fileId}/content`)).status).toBe(200);
    expect((await viewer.fetch('/files/a', { method: 'POST', body: formWith('y.csv') })).status).toBe(403);
  });
});

const exportedTemplate = {
  format: 'batchyard-template',
  formatVersion: 1,
  name: 'Imported',
  pipeline: { name: 'rigid-body' },
};

function formWith(name: string, contents = 'x'): FormData {
  const form = new FormData();
  form.append('file', new Blob([contents]), name);
  return form;
}
