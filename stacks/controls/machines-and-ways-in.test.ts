import assert from "node:assert/strict";
import { demandOfEvery, everythingMade, type Made, makeEverything } from "../../test/all-stacks.ts";

/** The bastion is the only machine with a public address. */
const isBastion = ({ name }: Made) => name.endsWith("-bastion");

/**
 * Ports that the internet never reaches.
 * Source: https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-19
 */
const riskyPorts = [
  20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888,
  9200, 9300,
];

const ingress = "vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const egress = "vpc/securityGroupEgressRule:SecurityGroupEgressRule";

/** True when a rule lets the whole internet in. */
const isOpen = ({ inputs }: Made) => inputs.cidrIpv4 === "0.0.0.0/0" || inputs.cidrIpv6 === "::/0";

describe("controls of all machines, functions and ways in that foundation and services make", () => {
  before(makeEverything);

  it("EC2.8, EC2.170: every launch template demands IMDSv2", async () => {
    await demandOfEvery(
      "ec2/launchTemplate:LaunchTemplate",
      ({ inputs }) =>
        inputs.metadataOptions.httpTokens === "required" && inputs.metadataOptions.httpPutResponseHopLimit === 1,
    );
  });

  it("EC2.3, EC2.28, EC2.181: every launch template's volumes are encrypted and backed up", async () => {
    await demandOfEvery("ec2/launchTemplate:LaunchTemplate", ({ inputs }) => {
      const volumes = inputs.blockDeviceMappings as Record<string, Record<string, unknown>>[];
      const tags = inputs.tagSpecifications.find(
        ({ resourceType }: Record<string, string>) => resourceType === "volume",
      );
      return {
        "EC2.3, EC2.181": volumes.length > 0 && volumes.every(({ ebs }) => ebs?.encrypted === "true"),
        "EC2.28": tags?.tags.backup === "daily",
      };
    });
  });

  it("EC2.9, EC2.17, EC2.25: every machine has one network interface, none but bastions a public address", async () => {
    await demandOfEvery("ec2/launchTemplate:LaunchTemplate", (template) => {
      const [one, second] = template.inputs.networkInterfaces;
      return second === undefined && one.associatePublicIpAddress === String(isBastion(template));
    });
    const types = new Set((await everythingMade()).map(({ type }) => type));
    for (const other of ["aws:ec2/instance:Instance", "aws:ec2/eip:Eip", "aws:ec2/networkInterface:NetworkInterface"])
      assert.ok(!types.has(other), other);
  });

  it("AutoScaling.2, AutoScaling.9: every group spans two zones and has a launch template of a certain version", async () => {
    await demandOfEvery("autoscaling/group:Group", ({ inputs }) => {
      const template = inputs.launchTemplate ?? inputs.mixedInstancesPolicy?.launchTemplate.launchTemplateSpecification;
      return {
        "AutoScaling.2": inputs.vpcZoneIdentifiers.length >= 2,
        "AutoScaling.9": /^\d+$/.test(template?.version),
      };
    });
  });

  it("EC2.18: only load balancers let the whole internet in, on ports 80 and 443", async () => {
    await demandOfEvery(ingress, (rule) => {
      const { fromPort, toPort, ipProtocol } = rule.inputs;
      if (!isOpen(rule)) return true;
      return (
        ipProtocol === "tcp" && fromPort === toPort && [80, 443].includes(fromPort) && /load-balancer/.test(rule.name)
      );
    });
    const open = (await everythingMade()).filter((each) => each.type === `aws:${ingress}` && isOpen(each));
    assert.deepEqual(
      [...new Set(open.map(({ shape }) => shape))],
      ["dev with SSH, without CDN", "prod with all options, without CDN"],
    );
  });

  it("EC2.19, EC2.53, EC2.54: no risky port is open to the internet, and no rule takes all ports or IPv6", async () => {
    await demandOfEvery(ingress, (rule) => {
      const { fromPort, toPort, ipProtocol, cidrIpv6 } = rule.inputs;
      if (cidrIpv6 !== undefined || ipProtocol !== "tcp" || fromPort !== toPort) return false;
      return !(isOpen(rule) && riskyPorts.includes(fromPort));
    });
  });

  it("describes every security group and every rule, and writes no rule inside a group", async () => {
    const isDescribed = ({ inputs }: Made) => /^\w.{4,}/.test(inputs.description ?? "");
    await demandOfEvery(ingress, isDescribed);
    await demandOfEvery(egress, isDescribed);
    await demandOfEvery(
      "ec2/securityGroup:SecurityGroup",
      (group) => isDescribed(group) && group.inputs.ingress === undefined && group.inputs.egress === undefined,
    );
    await demandOfEvery(
      "ec2/defaultSecurityGroup:DefaultSecurityGroup",
      ({ inputs }) => inputs.ingress.length === 0 && inputs.egress.length === 0,
    );
  });

  it("lets what may go out to the internet do so by HTTPS, to networks of ours by named ports, and by mail", async () => {
    await demandOfEvery(egress, (rule) => {
      const { fromPort, toPort, ipProtocol } = rule.inputs;
      if (ipProtocol !== "tcp" || fromPort !== toPort) return false;
      return !isOpen(rule) || [443, 587].includes(fromPort);
    });
  });

  it("ELB.4, ELB.5, ELB.6, ELB.12, ELB.13: hold for every load balancer", async () => {
    await demandOfEvery("lb/loadBalancer:LoadBalancer", ({ environment, inputs }) => {
      const zones = inputs.subnets ?? inputs.subnetMappings;
      return {
        "ELB.4": inputs.dropInvalidHeaderFields === true,
        "ELB.5": inputs.accessLogs.enabled === true,
        "ELB.6": inputs.enableDeletionProtection === (environment !== "dev"),
        "ELB.12": /^(defensive|strictest)$/.test(inputs.desyncMitigationMode),
        "ELB.13": zones.length >= 2,
      };
    });
  });

  it("ELB.16, CloudFront.6: every load balancer has a web ACL, or CloudFront with one in front of it", async () => {
    await demandOfEvery("lb/loadBalancer:LoadBalancer", (_balancer, all) => {
      const acl = all.find(({ type }) => type === "aws:wafv2/webAcl:WebAcl");
      const distribution = all.find(({ type }) => type.endsWith("cloudfront/distribution:Distribution"));
      if (distribution === undefined) {
        const associated = all.some(({ type }) => type.endsWith(":WebAclAssociation"));
        return acl?.inputs.scope === "REGIONAL" && associated;
      }
      const { scope, region } = acl?.inputs ?? {};
      return scope === "CLOUDFRONT" && region === "us-east-1" && distribution.inputs.webAclId !== undefined;
    });
  });

  it("WAF.10, WAF.11, WAF.12: every web ACL has rules with metrics, and is logged", async () => {
    await demandOfEvery("wafv2/webAcl:WebAcl", ({ name, inputs }, all) => {
      const logging = all.find(({ type, parent }) => type.endsWith(":WebAclLoggingConfiguration") && parent === name);
      const metrics = [inputs, ...inputs.rules].every(
        ({ visibilityConfig }) => visibilityConfig.cloudwatchMetricsEnabled === true,
      );
      return { "WAF.10": inputs.rules.length > 0, "WAF.11": logging !== undefined, "WAF.12": metrics };
    });
  });

  it("CloudWatch.15, CloudWatch.17: every alarm tells a topic and is not switched off", async () => {
    await demandOfEvery(
      "cloudwatch/metricAlarm:MetricAlarm",
      ({ inputs }) =>
        inputs.alarmActions.length > 0 &&
        inputs.alarmActions.every((arn: string) => arn.startsWith("arn:aws:sns:")) &&
        inputs.actionsEnabled !== false,
    );
  });

  it("Lambda.1, Lambda.2, Lambda.7: every function has a supported runtime and traces, and is called by one source of this account", async () => {
    await demandOfEvery(
      "lambda/function:Function",
      ({ inputs }) => inputs.runtime === "nodejs24.x" && inputs.tracingConfig.mode === "Active",
    );
    await demandOfEvery(
      "lambda/permission:Permission",
      ({ inputs }) =>
        /^[a-z]+\.amazonaws\.com$/.test(inputs.principal) &&
        inputs.sourceAccount === "111122223333" &&
        /^arn:aws:/.test(inputs.sourceArn),
    );
  });

  it("Lambda.3: the function that reaches the database stands inside the network", async () => {
    await demandOfEvery(
      "lambda/function:Function",
      ({ name, inputs }) => !name.endsWith("-rotator") || inputs.vpcConfig.subnetIds.length >= 2,
    );
  });
});
