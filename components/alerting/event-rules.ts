import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { autoNameLimit, limitName } from "../shared/names.ts";
import { type AlertPlace, inRegion, type TopicsBySeverity } from "./alert-path-args.ts";
import type { EventRuleDefinition } from "./event-patterns.ts";
import type { AlertQueue } from "./queues.ts";

/** What the rules are made from. */
export interface EventRulesArgs extends AlertPlace {
  /** Events that become alerts. */
  readonly rules: readonly EventRuleDefinition[];
  /** ARN of the topic of each severity, by region. */
  readonly topicArns: Readonly<Record<string, TopicsBySeverity>>;
  /** The queue of what could not be delivered, by region. */
  readonly undelivered: Readonly<Record<string, AlertQueue>>;
}

/** Seconds for which EventBridge tries to deliver; after that the event is a dead letter and somebody hears of it. */
const triedForSeconds = 3600;

/**
 * EventBridge rules that send events to the topic of their severity as they are, so that e-mail gets them as well. Rules cost
 * nothing for events of AWS.
 */
export class EventRules extends pulumi.ComponentResource {
  /** Name of each rule with Pulumi's suffix, by its id. */
  public readonly ruleNames: Readonly<Record<string, pulumi.Output<string>>>;

  /** @param name prefix of the children's names, from the context: of the rules' names, too */
  constructor(name: string, args: EventRulesArgs, options?: pulumi.ComponentResourceOptions) {
    super("platform:alerting:EventRules", name, {}, options);
    this.ruleNames = Object.fromEntries(
      args.rules.map((rule) => [rule.id, this.#createRule(`${name}-${rule.id}`, rule, args)]),
    );
    this.registerOutputs({ ruleNames: this.ruleNames });
  }

  #createRule(name: string, rule: EventRuleDefinition, args: EventRulesArgs): pulumi.Output<string> {
    const region = rule.region === "home" ? args.context.region : rule.region;
    const [topicArn, deadLetters] = [args.topicArns[region]?.[rule.severity], args.undelivered[region]];
    if (topicArn === undefined || deadLetters === undefined) {
      const known = Object.keys(args.topicArns).join(", ");
      const problem = `The rule ${rule.id} is for ${region}, but there are topics in ${known} only: add the region to otherRegions.`;
      throw new pulumi.ResourceError(problem, this, true);
    }
    const place = inRegion(args, region);
    const made = new aws.cloudwatch.EventRule(
      limitName(name, autoNameLimit("eventRule")),
      {
        description: rule.description,
        eventPattern: JSON.stringify(rule.pattern),
        ...place,
      },
      { parent: this },
    );
    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: made.name,
        targetId: "alerts",
        arn: topicArn,
        deadLetterConfig: { arn: deadLetters.arn },
        retryPolicy: { maximumEventAgeInSeconds: triedForSeconds, maximumRetryAttempts: 185 },
        ...place,
      },
      { parent: this, dependsOn: [deadLetters.policy] },
    );
    return made.name;
  }
}
