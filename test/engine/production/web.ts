/** Looks at prod's load balancer, web servers and their scaling. */
import assert from "node:assert/strict";
import type { Properties } from "../../../rehearsal/provider/row.ts";
import { type Production, record } from "./production.ts";

/** The name and accepted values of the header that the load balancer demands, from its only rule. */
export async function originHeader(prod: Production): Promise<{ name: string; values: string[] }> {
  const LoadBalancerArn = prod.services.loadBalancerArn;
  const { Listeners } = await prod.ask("elbv2", "DescribeListeners", { LoadBalancerArn });
  const { Rules } = await prod.ask("elbv2", "DescribeRules", { ListenerArn: Listeners[0].ListenerArn });
  const [rule, ...others] = Rules.filter(({ IsDefault }: Properties) => !IsDefault);
  assert.deepEqual(others, []);
  assert.deepEqual(
    rule.Actions.map(({ Type, TargetGroupArn }: Properties) => [Type, TargetGroupArn]),
    [["forward", prod.services.targetGroupArn]],
  );
  assert.deepEqual(
    rule.Conditions.map(({ Field }: Properties) => Field),
    ["http-header"],
  );
  const { HttpHeaderName: name, Values: values } = rule.Conditions[0].HttpHeaderConfig;
  return { name, values };
}

function loadBalancerTests(prod: Production): void {
  it("ELB.13: has an internet-facing load balancer in the public subnets of both zones, with a group of its own", async () => {
    const { LoadBalancers } = await prod.ask("elbv2", "DescribeLoadBalancers");
    assert.equal(LoadBalancers.length, 1);
    const { LoadBalancerArn, Scheme, Type, AvailabilityZones, SecurityGroups } = LoadBalancers[0];
    assert.deepEqual(
      [LoadBalancerArn, Scheme, Type],
      [prod.services.loadBalancerArn, "internet-facing", "application"],
    );
    assert.deepEqual(AvailabilityZones.map(({ SubnetId }: Properties) => SubnetId).sort(), prod.publicSubnets);
    assert.deepEqual(SecurityGroups, [prod.services.loadBalancerSecurityGroupId]);
  });

  it("ELB.4, ELB.5, ELB.6, ELB.12: it drops invalid headers, logs accesses, is kept from deletion, and defends against desync", async () => {
    const LoadBalancerArn = prod.services.loadBalancerArn;
    const { Attributes } = await prod.ask("elbv2", "DescribeLoadBalancerAttributes", { LoadBalancerArn });
    const attributes = record(Attributes);
    const expected = {
      "routing.http.drop_invalid_header_fields.enabled": "true",
      "routing.http.desync_mitigation_mode": "defensive",
      "access_logs.s3.enabled": "true",
      "access_logs.s3.bucket": prod.foundation.buckets.logs.name,
      "access_logs.s3.prefix": "load-balancer",
      "deletion_protection.enabled": "true",
    };
    assert.deepEqual({ ...attributes, ...expected }, attributes);
  });

  it("ELB.17: listens on 443 only, with TLS 1.3 and an issued certificate of the region, and answers 403", async () => {
    const LoadBalancerArn = prod.services.loadBalancerArn;
    const { Listeners } = await prod.ask("elbv2", "DescribeListeners", { LoadBalancerArn });
    assert.equal(Listeners.length, 1);
    const { Port, Protocol, SslPolicy, Certificates, DefaultActions } = Listeners[0];
    assert.deepEqual([Port, Protocol], [443, "HTTPS"]);
    assert.match(SslPolicy, /^ELBSecurityPolicy-TLS13-1-[23]-/);
    const [{ CertificateArn }] = Certificates;
    const { Certificate } = await prod.ask("acm", "DescribeCertificate", { CertificateArn });
    assert.equal(Certificate.Status, "ISSUED");
    assert.ok(Certificate.SubjectAlternativeNames.includes("origin.acme.example"));
    assert.deepEqual(
      DefaultActions.map(({ Type, FixedResponseConfig }: Properties) => [Type, FixedResponseConfig?.StatusCode]),
      [["fixed-response", "403"]],
    );
  });

  it("forwards only what carries the one value of the origin header", async () => {
    const { name, values } = await originHeader(prod);
    assert.equal(name, "X-Origin-Verify");
    assert.equal(values.length, 1);
    assert.match(values[0] ?? "", /^[A-Za-z0-9]{64}$/);
  });

  it("checks the targets' health where the settings say, and its target group deregisters slowly", async () => {
    const TargetGroupArn = prod.services.targetGroupArn;
    const { TargetGroups } = await prod.ask("elbv2", "DescribeTargetGroups", { TargetGroupArns: [TargetGroupArn] });
    const { Protocol, Port, VpcId, TargetType, HealthCheckPath } = TargetGroups[0];
    assert.deepEqual(
      [Protocol, Port, VpcId, TargetType, HealthCheckPath],
      ["HTTP", 80, prod.foundation.vpcId, "instance", "/health"],
    );
    const { Attributes } = await prod.ask("elbv2", "DescribeTargetGroupAttributes", { TargetGroupArn });
    const attributes = record(Attributes);
    assert.equal(attributes["deregistration_delay.timeout_seconds"], "60");
    assert.equal(attributes["stickiness.enabled"], "false");
  });
}

function serverTests(prod: Production): void {
  it("AutoScaling.1, AutoScaling.2: web servers stand in the private subnets of both zones, and the load balancer judges them", async () => {
    const group = await prod.group(prod.services.autoScalingGroupName);
    assert.deepEqual([group.MinSize, group.DesiredCapacity, group.MaxSize], [2, 2, 8]);
    assert.deepEqual(group.VPCZoneIdentifier.split(",").sort(), prod.privateSubnets);
    assert.equal(group.HealthCheckType, "ELB");
  });

  it("(only recorded) several instance types, on demand and spot, from a numbered version of the template; targets are the load balancer's", async () => {
    const own = ({ name }: Properties) => name === prod.services.autoScalingGroupName;
    const group = prod.recorded("aws:autoscaling/group:Group").find(own) as Properties;
    const { instancesDistribution, launchTemplate } = group.mixedInstancesPolicy;
    assert.deepEqual(
      launchTemplate.overrides.map(({ instanceType }: Properties) => instanceType),
      ["m6g.large", "m7g.large", "t4g.large"],
    );
    const { onDemandBaseCapacity, onDemandPercentageAboveBaseCapacity, spotAllocationStrategy } = instancesDistribution;
    assert.deepEqual(
      [onDemandBaseCapacity, onDemandPercentageAboveBaseCapacity, spotAllocationStrategy],
      [2, 50, "price-capacity-optimized"],
    );
    const { launchTemplateId, version } = launchTemplate.launchTemplateSpecification;
    const { LaunchTemplates } = await prod.ask("ec2", "DescribeLaunchTemplates", {
      LaunchTemplateIds: [prod.services.launchTemplateId],
    });
    assert.deepEqual(
      [launchTemplateId, version],
      [prod.services.launchTemplateId, String(LaunchTemplates[0].LatestVersionNumber)],
    );
    assert.deepEqual(group.targetGroupArns, [prod.services.targetGroupArn]);
    assert.equal(group.capacityRebalance, true);
    assert.equal(group.serviceLinkedRoleArn, prod.foundation.autoScalingServiceRoleArn);
  });

  it("EC2.8: instances ask for metadata by IMDSv2 only, have encrypted volumes and no key pair", async () => {
    const { LaunchTemplateVersions } = await prod.ask("ec2", "DescribeLaunchTemplateVersions", {
      LaunchTemplateId: prod.services.launchTemplateId,
      Versions: ["$Latest"],
    });
    const { MetadataOptions, BlockDeviceMappings, KeyName } = LaunchTemplateVersions[0].LaunchTemplateData;
    assert.deepEqual([MetadataOptions.HttpTokens, MetadataOptions.HttpPutResponseHopLimit], ["required", 1]);
    assert.deepEqual(
      BlockDeviceMappings.map(({ Ebs }: Properties) => [Ebs.Encrypted, Ebs.VolumeType]),
      [[true, "gp3"]],
    );
    assert.equal(KeyName, undefined);
  });

  it("the volumes' key and the servers' security groups (only recorded)", () => {
    const own = ({ id, tags }: Properties) => id === prod.services.launchTemplateId || tags?.Name === "acme-prod-web";
    const template = prod.recorded("aws:ec2/launchTemplate:LaunchTemplate").find(own) as Properties;
    assert.deepEqual(
      template.blockDeviceMappings.map(({ ebs }: Properties) => ebs.kmsKeyId),
      [prod.foundation.keyArns.volumes],
    );
    const { database, files } = prod.foundation;
    assert.deepEqual(template.networkInterfaces[0].securityGroups, [
      prod.services.webSecurityGroupId,
      database.clientSecurityGroupId,
      files.clientSecurityGroupId,
    ]);
  });

  it("scales by CPU and by requests, and grows before the working day", async () => {
    const AutoScalingGroupName = prod.services.autoScalingGroupName;
    const { ScalingPolicies } = await prod.ask("autoscaling", "DescribePolicies", { AutoScalingGroupName });
    const targets = ScalingPolicies.map(({ TargetTrackingConfiguration }: Properties) => [
      TargetTrackingConfiguration.PredefinedMetricSpecification.PredefinedMetricType,
      TargetTrackingConfiguration.TargetValue,
    ]);
    assert.deepEqual(targets.sort(), [
      ["ALBRequestCountPerTarget", 1500],
      ["ASGAverageCPUUtilization", 50],
    ]);
    const schedule = await prod.ask("autoscaling", "DescribeScheduledActions", { AutoScalingGroupName });
    const actions = schedule.ScheduledUpdateGroupActions.map(({ Recurrence, MinSize, TimeZone }: Properties) => [
      Recurrence,
      MinSize,
      TimeZone,
    ]);
    assert.deepEqual(actions.sort(), [
      ["0 20 * * *", 2, "Africa/Johannesburg"],
      ["30 6 * * MON-FRI", 3, "Africa/Johannesburg"],
    ]);
  });
}

/** Defines the tests. */
export function webTests(prod: Production): void {
  loadBalancerTests(prod);
  serverTests(prod);
}
