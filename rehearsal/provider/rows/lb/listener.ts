/** The row of listeners of application load balancers. */
import type { Facts, Properties, Row, Rule } from "../../row.ts";
import { isUnknown } from "../../row.ts";
import { certificateProblem } from "../acm/shared.ts";
import { number, text } from "../known.ts";
import { actionList, actionRules, liveActions } from "./actions.ts";
import { describeTags, lb, liveTags, tagCalls, tagsOf, types } from "./shared.ts";
import { sslPolicies } from "./ssl-policies.ts";

const notFound = ["ListenerNotFound", "ListenerNotFoundException", "LoadBalancerNotFound"];

/** What a listener consists of, as CreateListener and ModifyListener take it. */
function settings(inputs: Properties): Properties {
  return {
    Port: inputs.port,
    ...(inputs.protocol === undefined ? {} : { Protocol: inputs.protocol }),
    ...(inputs.sslPolicy === undefined ? {} : { SslPolicy: inputs.sslPolicy }),
    ...(inputs.certificateArn === undefined ? {} : { Certificates: [{ CertificateArn: inputs.certificateArn }] }),
    DefaultActions: actionList(inputs.defaultActions),
  };
}

function httpsProblem({ protocol, certificateArn, sslPolicy }: Properties): string | undefined {
  if (isUnknown(protocol)) return undefined;
  if (protocol === "HTTPS") {
    return certificateArn === undefined
      ? "the listener speaks HTTPS without a certificate: give certificateArn"
      : undefined;
  }
  const extra = [
    ...(certificateArn === undefined ? [] : ["certificateArn"]),
    ...(sslPolicy === undefined ? [] : ["sslPolicy"]),
  ];
  return extra.length === 0
    ? undefined
    : `the listener speaks ${protocol ?? "HTTP"} and has ${extra.join(" and ")}: give it protocol HTTPS, or leave them out`;
}

const rules: readonly Rule[] = [
  {
    source: "ELB API, CreateListener: Protocol (application load balancers), Port",
    check: ({ protocol, port }) => {
      const [given, at] = [text(protocol), number(port)];
      if (given !== undefined && !["HTTP", "HTTPS"].includes(given)) {
        return `the listener's protocol is ${given}: application load balancers take HTTP and HTTPS`;
      }
      if (port === undefined) return "the listener has no port: give one, 443 for HTTPS";
      return at !== undefined && (at < 1 || at > 65535)
        ? `the listener's port is ${at}: AWS takes 1 to 65535`
        : undefined;
    },
  },
  {
    source: "ELB API error CertificateNotFound; CreateListener: Certificates, SslPolicy (HTTPS only)",
    check: httpsProblem,
  },
  {
    source: "ELB API error SSLPolicyNotFound; ELB User Guide, Security policies",
    check: ({ sslPolicy }) => {
      const policy = text(sslPolicy);
      return policy === undefined || sslPolicies.includes(policy)
        ? undefined
        : `the listener's sslPolicy ${policy} does not exist: AWS recommends ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09`;
    },
  },
  {
    source: "ELB User Guide, SSL certificates (same region); ELB API error UnsupportedCertificate (not issued yet)",
    when: "creation",
    check: ({ certificateArn }, world, facts) =>
      certificateProblem(certificateArn, facts.region, "the listener", world),
  },
  {
    source: "ELB API error DuplicateListener",
    when: "creation",
    check: ({ loadBalancerArn, port }, world) =>
      world
        .all(types.listener)
        .some(({ properties }) => properties.loadBalancerArn === loadBalancerArn && properties.port === port)
        ? `the load balancer ${loadBalancerArn} has a listener on port ${port} already: choose another port`
        : undefined,
  },
  {
    source: "ELB API error LoadBalancerNotFound",
    when: "creation",
    check: ({ loadBalancerArn }, world) =>
      typeof loadBalancerArn !== "string" || world.find(types.loadBalancer, loadBalancerArn)
        ? undefined
        : `the listener's load balancer ${loadBalancerArn} does not exist: take it from the load balancer's output "arn"`,
  },
  ...actionRules("defaultActions", "the listener"),
];

/** Type `aws:lb/listener:Listener`. Its id is its ARN. */
export const listener: Row = {
  type: types.listener,
  taggable: true,
  required: ["defaultActions", "loadBalancerArn"],
  replaceOn: ["loadBalancerArn"],
  identify: ({ loadBalancerArn }, facts) =>
    `${String(loadBalancerArn).replace(":loadbalancer/", ":listener/")}/${facts.hex(16)}`,
  attributes: (inputs, id) => ({
    arn: id,
    protocol: inputs.protocol ?? "HTTP",
    ...(inputs.protocol === "HTTPS" ? { sslPolicy: inputs.sslPolicy ?? "ELBSecurityPolicy-2016-08" } : {}),
  }),
  create: {
    call: (inputs: Properties, facts: Facts) =>
      lb("CreateListener", { LoadBalancerArn: inputs.loadBalancerArn, ...settings(inputs), ...tagsOf(facts) }),
    id: (answer) => answer.Listeners[0].ListenerArn,
  },
  read: {
    call: (id) => lb("DescribeListeners", { ListenerArns: [id] }),
    also: (id, _state, _facts, answer) => (answer.Listeners?.length > 0 ? [describeTags(id)] : []),
    properties: (answer, id, state) => {
      const live = answer.Listeners?.[0];
      if (!live) return undefined;
      return {
        arn: id,
        loadBalancerArn: live.LoadBalancerArn,
        port: live.Port,
        protocol: live.Protocol,
        ...(live.SslPolicy ? { sslPolicy: live.SslPolicy } : {}),
        ...(live.Certificates?.[0] ? { certificateArn: live.Certificates[0].CertificateArn } : {}),
        defaultActions: liveActions(live.DefaultActions, state.defaultActions),
        ...liveTags(answer),
      };
    },
    gone: notFound,
  },
  update: (id, inputs, previous, facts) => [
    lb("ModifyListener", { ListenerArn: id, ...settings(inputs) }),
    ...tagCalls(id, previous, facts),
  ],
  delete: (id) => [lb("DeleteListener", { ListenerArn: id }, notFound)],
  rules,
};
