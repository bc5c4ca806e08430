import assert from "node:assert/strict";
import type { Properties } from "../../test/pulumi-mocks.ts";
import { accountOutputs, assertInventory, inventoryOf, runServices } from "../../test/stacks.ts";
import type { ServicesOutputs } from "./outputs.ts";

const loadBalancer = "aws:lb/loadBalancer:LoadBalancer";
const listener = "aws:lb/listener:Listener";
const distribution = "aws:cloudfront/distribution:Distribution";
const record = "aws:route53/record:Record";
const group = "aws:autoscaling/group:Group";

/** The settings of a cell of the table in docs/https.md. */
const cell = (domain: boolean, cdn: boolean): Properties => ({
  "platform:domain": domain ? { hostedZone: "acme.example", name: "dev.acme.example" } : undefined,
  "platform:edge": { enabled: cdn },
});

describe("services stack", () => {
  for (const environment of ["dev", "staging", "prod"]) {
    it(`makes in ${environment} exactly what is listed`, async () => {
      assertInventory(await runServices(environment), `stacks/services/inventory/${environment}.txt`);
    });
  }

  it("exports what outputs.ts promises", async () => {
    const { outputs } = await runServices("prod");
    const names: { readonly [Name in keyof ServicesOutputs]: true } = {
      alarmNames: true,
      alertDeadLetterUrls: true,
      alertEmailsToConfirm: true,
      alertRoutes: true,
      alertTopicArns: true,
      alertsQueueUrl: true,
      autoScalingGroupName: true,
      configurationSetName: true,
      dashboardName: true,
      distributionId: true,
      healthCheckId: true,
      identityArn: true,
      launchTemplateId: true,
      loadBalancerArn: true,
      loadBalancerSecurityGroupId: true,
      releaseAlarmNames: true,
      smtpSecretArn: true,
      targetGroupArn: true,
      unlocked: true,
      url: true,
      webAclArn: true,
      webSecurityGroupId: true,
      webhookSecretArns: true,
    };
    assert.deepEqual(Object.keys(outputs).sort(), Object.keys(names));
    assert.equal(outputs.url, "https://acme.example");
  });

  it("sends everything through the provider that is bound to the account, and gives everything a parent", async () => {
    const { resources } = await runServices("prod");
    const others = resources.filter(({ type, options }) => type.startsWith("aws:") && options.provider !== "aws");
    assert.deepEqual(others, []);
    const orphans = resources.filter(({ type, parent }) => /^(aws|random):/.test(type) && parent === undefined);
    assert.deepEqual(orphans, []);
  });

  it("gives every role the boundary of its environment, which deploying roles demand", async () => {
    const roles = (await runServices("prod")).ofType("aws:iam/role:Role");
    const boundary = accountOutputs.permissionsBoundaryArns.prod;
    assert.deepEqual(
      roles.map(({ inputs }) => inputs.permissionsBoundary),
      // Web servers, their refresher, intake, sender, the sign of life, the backup report and its schedule.
      Array.from({ length: 7 }, () => boundary),
    );
  });

  describe("who speaks HTTPS with whom", () => {
    it("domain and CDN: HTTPS all the way, and the load balancer takes CloudFront alone", async () => {
      const { ofType, only, outputs } = await runServices("dev", { change: cell(true, true) });
      assert.equal(outputs.url, "https://dev.acme.example");
      assert.deepEqual(
        ofType(listener).map(({ inputs }) => [inputs.port, inputs.protocol]),
        [[443, "HTTPS"]],
      );
      const [origin] = only(distribution).inputs.origins.filter((each: Properties) => each.customOriginConfig);
      assert.equal(origin.domainName, "origin.dev.acme.example");
      assert.equal(origin.customOriginConfig.originProtocolPolicy, "https-only");
      assert.deepEqual(only(distribution).inputs.aliases, ["dev.acme.example"]);
      assert.equal(ofType("aws:wafv2/webAclAssociation:WebAclAssociation").length, 0);
    });

    it("domain without CDN: HTTPS at the load balancer, HTTP is redirected, a regional web ACL", async () => {
      const { ofType, outputs } = await runServices("dev", { change: cell(true, false) });
      assert.equal(outputs.url, "https://dev.acme.example");
      const listeners = ofType(listener).map(({ inputs }) => [inputs.port, inputs.defaultActions[0].type]);
      assert.deepEqual(listeners.sort(), [
        [443, "forward"],
        [80, "redirect"],
      ]);
      assert.equal(ofType(distribution).length, 0);
      assert.equal(ofType("aws:wafv2/webAclAssociation:WebAclAssociation").length, 1);
    });

    it("CDN without domain: CloudFront's own name, plain HTTP behind it", async () => {
      const { ofType, only, outputs } = await runServices("dev", { change: cell(false, true) });
      assert.match(outputs.url, /^https:\/\/[a-z0-9]+\.cloudfront\.net$/);
      assert.deepEqual(
        ofType(listener).map(({ inputs }) => [inputs.port, inputs.protocol]),
        [[80, "HTTP"]],
      );
      const [origin] = only(distribution).inputs.origins.filter((each: Properties) => each.customOriginConfig);
      assert.equal(origin.customOriginConfig.originProtocolPolicy, "http-only");
      assert.deepEqual([ofType(record), ofType("aws:acm/certificate:Certificate")], [[], []]);
    });

    it("neither: plain HTTP in dev, refused in prod before anything is made", async () => {
      const { ofType, outputs } = await runServices("dev", { change: cell(false, false) });
      assert.match(outputs.url, /^http:\/\//);
      assert.deepEqual(
        ofType(listener).map(({ inputs }) => [inputs.port, inputs.defaultActions[0].type]),
        [[80, "forward"]],
      );
      const change = { ...cell(false, false), "platform:mail": { enabled: false } };
      await assert.rejects(runServices("prod", { change }), /plain HTTP/i);
    });
  });

  it("refuses a domain of a hosted zone that the account does not have", async () => {
    await assert.rejects(
      runServices("prod", { account: { hostedZoneName: "other.example" } }),
      /has the hosted zone other\.example, but platform:domain\.hostedZone is acme\.example/,
    );
  });

  it("dev is one web server, unprotected, without domain and mail; prod is several over both zones, protected", async () => {
    const [dev, prod] = [await runServices("dev"), await runServices("prod")];
    assert.deepEqual(
      [dev, prod].map(({ only }) => [only(group).inputs.minSize, only(group).inputs.vpcZoneIdentifiers.length]),
      [
        [1, 2],
        [2, 2],
      ],
    );
    assert.deepEqual(
      [dev, prod].map(({ only }) => only(loadBalancer).inputs.enableDeletionProtection),
      [false, true],
    );
    for (const type of ["aws:sesv2/emailIdentity:EmailIdentity", "aws:route53/healthCheck:HealthCheck"]) {
      assert.deepEqual([dev.ofType(type).length, prod.ofType(type).length], [0, 1], type);
    }
  });

  it("works out a preview of a new environment, when nothing is known yet", async () => {
    const preview = await runServices("prod", { preview: true });
    assert.deepEqual(inventoryOf(preview), inventoryOf(await runServices("prod")));
  });
});
