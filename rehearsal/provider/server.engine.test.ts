import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { ServiceError } from "@grpc/grpc-js";
import { ensurePython } from "../toolchain/python.ts";
import { decode } from "./codec.ts";
import type { DiffQuestion, ProviderClient, StateAnswer } from "./goldens/client.ts";
import { type OwnProvider, startOwnProvider } from "./goldens/own-provider.ts";
import { type Properties, unknown } from "./row.ts";

const require = createRequire(import.meta.url);
const { Status } = require("@pulumi/pulumi/proto/status_pb.js") as typeof import("@pulumi/pulumi/proto/status_pb.js");
const { ErrorResourceInitFailed } =
  require("@pulumi/pulumi/proto/provider_pb.js") as typeof import("@pulumi/pulumi/proto/provider_pb.js");

const accountId = "111122223333";
const role = "aws:iam/role:Role";
const topic = "aws:sns/topic:Topic";
const attachment = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const urnOf = (type: string, name = "example") =>
  `urn:pulumi:dev::foundation::platform:network:Network$${type}::${name}`;

/** The message of a refused request, as the engine shows it. */
async function refusal(request: Promise<unknown>): Promise<string> {
  const error = await request.then(
    () => assert.fail("the request was answered"),
    (reason: ServiceError) => reason,
  );
  return error.details;
}

describe("the provider's protocol", () => {
  let own: OwnProvider;
  let client: ProviderClient;

  before(async () => {
    const { models } = await ensurePython();
    own = await startOwnProvider(models, accountId);
    client = own.client;
  });
  after(() => own.close());
  beforeEach(() => client.configure({ region: "eu-west-1" }));

  /** Checks and makes a resource. */
  async function made(type: string, news: Properties): Promise<StateAnswer & { urn: string; checked: Properties }> {
    const urn = urnOf(type);
    const { inputs: checked, failures } = await client.check({ urn, news });
    assert.deepEqual(failures, []);
    return { ...(await client.create(urn, checked)), urn, checked };
  }

  /** The question that the engine asks Diff and Update when the program wants other inputs. */
  async function changed(type: string, before: Properties, after: Properties): Promise<DiffQuestion> {
    const { urn, id, checked, properties } = await made(type, before);
    const { inputs: news } = await client.check({ urn, news: after, olds: checked });
    await client.delete(urn, id, properties);
    return { urn, id, oldInputs: checked, olds: properties, news };
  }

  describe("Configure", () => {
    it("refuses another account than the allowed ones", async () => {
      const configuration = { region: "eu-west-1", allowedAccountIds: '["999988887777"]' };
      assert.equal(
        await refusal(client.configure(configuration)),
        "AWS account ID not allowed: 111122223333; allowed are 999988887777",
      );
    });

    it("refuses a missing region", async () => {
      assert.equal(
        await refusal(client.configure({})),
        "missing region: give the provider a region, or set aws:region in the stack's settings",
      );
    });
  });

  describe("Check", () => {
    it("names the files to extend for an unknown type", async () => {
      assert.equal(
        await refusal(client.check({ urn: urnOf("aws:mq/broker:Broker"), news: {} })),
        "the rehearsal does not know the resource type aws:mq/broker:Broker: add a row for it in rehearsal/provider/rows/mq/ " +
          "and list it in an index.ts there, and that folder in rehearsal/provider/table.ts (rehearsal/provider/row.ts describes a row)",
      );
    });

    it("generates a name and keeps it", async () => {
      const urn = urnOf(topic, "alerts");
      const first = await client.check({ urn, news: {} });
      assert.match(first.inputs.name, /^alerts-[0-9a-f]{7}$/);
      const { name: _, ...others } = first.inputs;
      assert.deepEqual(others, {
        contentBasedDeduplication: false,
        fifoTopic: false,
        __defaults: ["contentBasedDeduplication", "fifoTopic", "name"],
      });
      const olds = { ...first.inputs, name: "alerts-abcdef0" };
      assert.equal((await client.check({ urn, news: {}, olds })).inputs.name, "alerts-abcdef0");
    });

    it("tells everything that is wrong, each with its property", async () => {
      const short = await client.check({ urn: urnOf(attachment), news: { policyArn: "short" } });
      assert.deepEqual(short.failures, [
        { property: "role", reason: "the required property role is not given" },
        { property: "", reason: "iam AttachRolePolicy: RoleName is required and not given" },
        {
          property: "policyArn",
          reason: 'iam AttachRolePolicy: PolicyArn must have at least 20 characters, got 5: "short"',
        },
        {
          property: "",
          reason:
            "the attachment's policyArn short is no policy of this account or of AWS: give arn:aws:iam::aws:policy/… or the ARN " +
            "of a policy that this workspace made (IAM API, AttachRolePolicy, PolicyArn; error InvalidInput)",
        },
      ]);
      const conflicting = { assumeRolePolicy: trust, name: "a", namePrefix: "b", maxSessionDuration: 60 };
      assert.deepEqual((await client.check({ urn: urnOf(role), news: conflicting })).failures, [
        { property: "", reason: "name and namePrefix exclude each other: give one of them" },
        {
          property: "maxSessionDuration",
          reason: "iam CreateRole: MaxSessionDuration must be at least 3600, got 60",
        },
        {
          property: "",
          reason:
            "the role's maxSessionDuration is 60 seconds: AWS takes 3600 to 43200 (IAM API, CreateRole, MaxSessionDuration)",
        },
      ]);
    });

    it("lets pass what is not known yet", async () => {
      const { failures, inputs } = await client.check({
        urn: urnOf(attachment),
        news: { role: unknown, policyArn: unknown },
      });
      assert.deepEqual(failures, []);
      assert.equal(inputs.role, unknown);
    });
  });

  describe("Diff", () => {
    it("tells the kind of each change", async () => {
      const question = await changed(
        topic,
        { name: "a", displayName: "first", tags: { "cost-center": "1", gone: "1" } },
        { name: "a", displayName: "second", signatureVersion: 2, tags: { "cost-center": "1", more: "2" } },
      );
      assert.deepEqual(await client.diff(question), {
        changes: "some",
        replaces: [],
        deleteBeforeReplace: false,
        kinds: {
          displayName: "update",
          signatureVersion: "add",
          "tags.gone": "delete",
          "tags.more": "add",
          "tagsAll.gone": "delete",
          "tagsAll.more": "add",
        },
      });
    });

    it("finds none where nothing changes", async () => {
      const question = await changed(topic, { name: "a" }, { name: "a" });
      const none = { changes: "none", replaces: [], deleteBeforeReplace: false, kinds: {} };
      assert.deepEqual(await client.diff(question), none);
    });

    it("replaces; with a name that stays, it deletes first", async () => {
      const paths = { path: "/other/", assumeRolePolicy: trust };
      const named = await changed(role, { name: "a", assumeRolePolicy: trust }, { name: "a", ...paths });
      const replacement = { changes: "some", replaces: ["path"], kinds: { path: "update-replace" } };
      assert.deepEqual(await client.diff(named), { ...replacement, deleteBeforeReplace: true });
      const generated = await changed(role, { assumeRolePolicy: trust }, paths);
      assert.deepEqual(await client.diff(generated), { ...replacement, deleteBeforeReplace: false });
    });

    it("deletes first where the real provider does, whatever the name", async () => {
      const olds = { role: "a", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
      const news = { ...olds, role: "b" };
      const answer = await client.diff({ urn: urnOf(attachment), id: "a", oldInputs: olds, olds, news });
      assert.deepEqual([answer.replaces, answer.deleteBeforeReplace], [["role"], true]);
    });

    it("sees that the provider's default tags changed", async () => {
      const question = await changed(topic, { name: "a", tags: { Name: "a" } }, { name: "a", tags: { Name: "a" } });
      await client.configure({ region: "eu-west-1", defaultTags: '{"tags":{"owner":"platform"}}' });
      const { changes, kinds } = await client.diff(question);
      assert.deepEqual([changes, kinds], ["some", { "tagsAll.owner": "add" }]);
    });
  });

  describe("Create", () => {
    it("gives in a preview what is known, and no id", async () => {
      await client.configure({ region: "eu-west-1", defaultTags: '{"tags":{"owner":"platform"}}' });
      const inputs = { name: "a", kmsMasterKeyId: unknown, __defaults: [] };
      assert.deepEqual(await client.create(urnOf(topic), inputs, true), {
        id: "",
        properties: { name: "a", kmsMasterKeyId: unknown, tagsAll: { owner: "platform" } },
        inputs: {},
      });
    });

    it("tells the engine of a resource that is made in part, so that it is not lost", async () => {
      const urn = urnOf(role, "partly");
      const inputs = { name: "partly", assumeRolePolicy: trust, managedPolicyArns: ["too-short"] };
      const error = await client.create(urn, inputs).then(
        () => assert.fail("it was made"),
        (reason: ServiceError) => reason,
      );
      const problem = 'iam AttachRolePolicy: PolicyArn must have at least 20 characters, got 9: "too-short"';
      assert.equal(error.details, problem);
      const [details] = error.metadata.get("grpc-status-details-bin");
      const detail = Status.deserializeBinary(details as Buffer).getDetailsList()[0];
      assert.equal(detail?.getTypeUrl(), "type.googleapis.com/pulumirpc.ErrorResourceInitFailed");
      const failed = ErrorResourceInitFailed.deserializeBinary(detail?.getValue_asU8() as Uint8Array);
      assert.equal(failed.getId(), "partly");
      assert.deepEqual(failed.getReasonsList(), [problem]);
      const properties = decode(failed.getProperties());
      assert.equal(properties.arn, `arn:aws:iam::${accountId}:role/partly`);
    });

    it("refuses again, now that all is known, and makes nothing", async () => {
      const urn = urnOf(role, "refused");
      const nobody = JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Allow", Action: "sts:AssumeRole" },
      });
      assert.equal(
        await refusal(client.create(urn, { name: "refused", assumeRolePolicy: nobody })),
        "the role's assumeRolePolicy: statement 1 has no Principal: say who may assume the role " +
          "(IAM User Guide, Role trust policies; IAM API error MalformedPolicyDocument)",
      );
      assert.equal(own.executor.store.get(role, "refused"), undefined);
    });
  });

  describe("Update, Read and Delete", () => {
    it("change, find and remove a resource", async () => {
      const { urn, id, checked, properties } = await made(topic, { name: "life", displayName: "first" });
      assert.equal(id, `arn:aws:sns:eu-west-1:${accountId}:life`);
      const { inputs: news } = await client.check({
        urn,
        news: { name: "life", displayName: "second" },
        olds: checked,
      });
      const question = { urn, id, oldInputs: checked, olds: properties, news };
      const preview = await client.update(question, true);
      assert.deepEqual([preview.properties.displayName, preview.properties.arn], ["second", id]);
      assert.equal(own.executor.store.get(topic, id)?.properties.displayName, "first");
      const updated = await client.update(question);
      assert.deepEqual(updated.properties, { ...properties, displayName: "second" });
      const found = await client.read(urn, id, news, updated.properties);
      assert.deepEqual(found, { id, inputs: news, properties: updated.properties });
      await client.delete(urn, id, updated.properties);
      assert.deepEqual(await client.read(urn, id, news, updated.properties), { id: "", inputs: {}, properties: {} });
    });

    it("refuse a change in place of what cannot be changed", async () => {
      const inputs = { role: "a", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" };
      const question = { urn: urnOf(attachment), id: "a", oldInputs: inputs, olds: inputs, news: inputs };
      assert.equal(
        await refusal(client.update(question)),
        `${attachment} cannot be changed in place: its row has no update`,
      );
    });
  });

  describe("Invoke", () => {
    it("answers a known function", async () => {
      assert.deepEqual(await client.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}), {
        accountId,
        id: accountId,
        userId: accountId,
        arn: `arn:aws:iam::${accountId}:root`,
      });
    });

    it("names the file to extend for an unknown one", async () => {
      assert.equal(
        await refusal(client.invoke("aws:index/getBillingServiceAccount:getBillingServiceAccount", {})),
        "the rehearsal does not know the function aws:index/getBillingServiceAccount:getBillingServiceAccount: " +
          "add it to rehearsal/provider/rows/invokes.ts",
      );
    });
  });
});
