import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { type EngineEnvironmentOptions, emptyAwsFile, engineEnvironment, makeEngineFolders } from "./environment.ts";

const canary = "canary-c0ffee";
const options: EngineEnvironmentOptions = {
  base: { HOME: "/home/a", PATH: "/usr/bin:/bin" },
  rehearsalRoot: "/p/.rehearsal",
  workspace: "/p/.rehearsal/dev",
  pulumi: "/cache/pulumi/bin/pulumi",
  languageHostDirectory: "/cache/host",
  node: "/cache/node/bin/node",
};
const withBase = (base: NodeJS.ProcessEnv) => engineEnvironment({ ...options, base: { ...options.base, ...base } });

describe("engineEnvironment", () => {
  it("gives the rehearsal's own places", () => {
    assert.deepEqual(engineEnvironment(options), {
      HOME: "/home/a",
      AWS_EC2_METADATA_DISABLED: "true",
      AWS_SHARED_CREDENTIALS_FILE: "/p/.rehearsal/dev/empty-aws-file",
      AWS_CONFIG_FILE: "/p/.rehearsal/dev/empty-aws-file",
      PULUMI_HOME: "/p/.rehearsal/dev/pulumi-home",
      PULUMI_BACKEND_URL: "file:///p/.rehearsal/dev/state?metadata=skip",
      PULUMI_CONFIG_PASSPHRASE: "rehearsal",
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PATH: "/cache/host:/cache/pulumi/bin:/cache/node/bin:/usr/bin:/bin",
      NO_PROXY: "127.0.0.1,localhost,::1",
      no_proxy: "127.0.0.1,localhost,::1",
    });
  });

  const secrets = [
    ..."ACCESS_KEY_ID SECRET_ACCESS_KEY SESSION_TOKEN PROFILE DEFAULT_PROFILE ROLE_ARN WEB_IDENTITY_TOKEN_FILE".split(
      " ",
    ),
    ..."CONTAINER_CREDENTIALS_RELATIVE_URI CONTAINER_CREDENTIALS_FULL_URI CONTAINER_AUTHORIZATION_TOKEN".split(" "),
    ..."SHARED_CREDENTIALS_FILE CONFIG_FILE ENDPOINT_URL ENDPOINT_URL_S3 REGION EC2_METADATA_SERVICE_ENDPOINT".split(
      " ",
    ),
  ].map((name) => `AWS_${name}`);
  const pulumi =
    "ACCESS_TOKEN BACKEND_URL STACK CONFIG_PASSPHRASE CONFIG_PASSPHRASE_FILE HOME AUTOMATION_API_SKIP_VERSION_CHECK DEBUG_PROVIDERS CONFIG"
      .split(" ")
      .map((name) => `PULUMI_${name}`);
  for (const name of [...secrets, ...pulumi, "aws_secret_access_key", "SAML2AWS_PASSWORD", "NODE_OPTIONS"]) {
    it(`lets no ${name} of the user's through`, () => {
      assert.doesNotMatch(JSON.stringify(withBase({ [name]: canary })), new RegExp(canary));
    });
  }

  it("lets nothing through that begins with AWS_ or PULUMI_, and everything else", () => {
    const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,12}$/);
    fc.assert(
      fc.property(fc.constantFrom("AWS_", "PULUMI_", "aws_", "Pulumi_"), name, (prefix, rest) => {
        assert.ok(!Object.values(withBase({ [prefix + rest]: canary })).includes(canary));
        assert.equal(withBase({ [`MY_${rest}`]: canary })[`MY_${rest}`], canary);
      }),
    );
  });

  it("keeps the user's proxy exceptions", () => {
    assert.equal(withBase({ no_proxy: "intranet, localhost" }).no_proxy, "intranet,localhost,127.0.0.1,::1");
  });

  for (const backendUrl of [
    "s3://state",
    "https://api.pulumi.com",
    "file:///p/state",
    "file:///p/.rehearsal/../state",
    "file:///p/.rehearsal",
    "file:///p/.rehearsal-other/state",
    "file://p/.rehearsal/state",
    "file://~",
    "file:///p/.rehearsal/%2e%2e/state",
    "",
  ]) {
    it(`refuses the backend "${backendUrl}"`, () => {
      assert.throws(
        () => engineEnvironment({ ...options, backendUrl }),
        /the rehearsal's backend must be .*got .*; |must be inside/,
      );
    });
  }

  it("refuses a workspace or a home elsewhere, and variables that are its own or AWS's", () => {
    assert.throws(
      () => engineEnvironment({ ...options, workspace: "/p" }),
      /the workspace must be inside \/p\/\.rehearsal, got \/p/,
    );
    assert.throws(() => engineEnvironment({ ...options, pulumiHome: "/root/.pulumi" }), /PULUMI_HOME must be inside/);
    assert.throws(
      () => engineEnvironment({ ...options, extra: { AWS_PROFILE: "x", PULUMI_HOME: "/x", OTHER: "y" } }),
      /must not be given AWS_PROFILE, PULUMI_HOME:/,
    );
    assert.equal(engineEnvironment({ ...options, extra: { OTHER: "y" } }).OTHER, "y");
  });

  it("makes the folders that it points to", async () => {
    const workspace = await mkdtemp(path.join(tmpdir(), "environment-"));
    await makeEngineFolders(workspace);
    assert.deepEqual((await readdir(workspace)).sort(), [emptyAwsFile, "pulumi-home", "state"]);
    assert.equal(await readFile(path.join(workspace, emptyAwsFile), "utf8"), "");
    await rm(workspace, { recursive: true });
  });
});
